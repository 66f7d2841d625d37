import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Value } from "../../src/model/value.ts";
import { calculated } from "../language/support.ts";

const FILE = join(import.meta.dirname, "..", "..", "..", "roles", "compose_project", "defaults", "main.yaml");
// The YAML parser reads expressions as strings.
const defaults = parse(readFileSync(FILE, "utf8"), { logLevel: "silent" }) as Readonly<Record<string, string>>;

/** The value of `kafka_brokers` for these groups of hosts; each host's address is its name. */
function brokers(groups: Readonly<Record<string, readonly string[]>>): Value {
  const hosts = Object.values(groups).flat();
  const hostvars = Object.fromEntries(hosts.map((host) => [host, { service_address: host }]));
  return calculated(defaults["kafka_brokers"] ?? "", { groups, hostvars, kafka_port: 9092 });
}

describe("roles/compose_project: kafka_brokers", () => {
  it("lists main and the first worker, so that a further worker changes nothing for clients", () => {
    const two = brokers({ main: ["a"], worker: ["b"] });
    expect(two).to.deep.equal(["a:9092", "b:9092"]);
    expect(brokers({ main: ["a"], worker: ["b", "c"] })).to.deep.equal(two);
  });

  it("lists main alone if there is no worker", () => {
    expect(brokers({ main: ["a"], worker: [] })).to.deep.equal(["a:9092"]);
    expect(brokers({ main: ["a"] })).to.deep.equal(["a:9092"]);
  });
});

describe("roles/compose_project: included files that compose cannot read", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-compose-"));
    for (const name of ["bin", "project"]) mkdirSync(join(folder, name));
    // It rejects what contains a brace, and the main file if it or any other file there does.
    const engine = `#!/bin/sh
for word; do case $word in *.yml) file=$word ;; esac; done
[ "$file" != main.yml ] || file="*.yml"
! grep -q '}' $file`;
    writeFileSync(join(folder, "bin/docker"), engine, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function found(files: Readonly<Record<string, string>>, project = "project"): string[] {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "project", name), text);
    const words = [join(folder, project), "main.yml", "a", "b", "c"];
    const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` };
    const { status, stdout } = spawnSync("sh", ["-c", defaults["compose_project_unreadable"] ?? "", "sh", ...words], {
      encoding: "utf8",
      env,
    });
    expect(status).to.equal(0);
    return stdout.split("\n").filter((line) => line !== "");
  }

  it("are those that are wrong by themselves", () => {
    expect(found({ "main.yml": "", "a.yml": "", "b.yml": "}", "c.yml": "}" })).to.deep.equal(["b", "c"]);
  });

  it("are none if compose reads all, or if only the main file is wrong or missing", () => {
    expect(found({ "main.yml": "", "a.yml": "", "b.yml": "" })).to.deep.equal([]);
    expect(found({ "main.yml": "}", "a.yml": "", "b.yml": "" })).to.deep.equal([]);
  });

  it("are none if the folder does not exist yet", () => {
    expect(found({}, "nothing")).to.deep.equal([]);
  });
});
