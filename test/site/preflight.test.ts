import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import {
  deployed,
  inside,
  provision,
  SERVERS,
  SITE,
  deploymentState,
  expectExit,
  faultsOf,
  type Line,
  type Provisioned,
} from "./harness.ts";
import { standIn } from "../../tools/test/notes.ts";

const PREFLIGHT = ["playbooks/site.yaml", "--tags", "preflight"];
const LISTENER = "preflight-test-listener";

/** A line with the result that the module registers. */
type ResultLine = Line & { readonly result?: { readonly findings?: readonly string[] } };

/** The findings of all hosts: `host finding`. */
function findings({ lines }: Provisioned): string[] {
  return lines.flatMap(({ event, host, error, result }: ResultLine) =>
    event === "task_result" && error?.code === "modules/host-unfit"
      ? (result?.findings ?? []).map((text) => `${host ?? ""} ${text}`)
      : [],
  );
}

const variables = (values: Readonly<Record<string, unknown>>) => ["-e", JSON.stringify(values)];

describe("site/preflight", () => {
  let lab: Lab;
  let stateBefore: readonly string[];

  before(async () => {
    lab = await deployed();
    stateBefore = await deploymentState(lab);
  });

  afterEach(async () => {
    expect(await deploymentState(lab)).to.deep.equal(stateBefore);
  });

  it("finds nothing on servers that already run the site", async () => {
    for (const mode of [[], ["--check"], ["--limit", "worker"]]) {
      const run = expectExit(await provision(lab, [...PREFLIGHT, ...mode]), 0);
      expect(run.lines.filter(({ event }) => event === "warning")).to.deep.equal([]);
      expect(run.lines.some(({ task }) => task === "Check the server's resources")).to.equal(true);
    }
  });

  it("ends the run before anything else if it finds something", async () => {
    const run = expectExit(await provision(lab, ["playbooks/site.yaml", "-e", "preflight_memory_system=9999g"]), 1);
    expect([...new Set(run.lines.flatMap(({ role }) => role ?? []))]).to.deep.equal(["preflight"]);
    expect(findings(run).map((text) => text.split(" ").slice(0, 2).join(" "))).to.have.members([
      "server1 memory:",
      "server2 memory:",
    ]);
  });

  it("reports every finding at once, also in check mode: a port's holder, memory, disk, a setting, an unreachable server", async () => {
    const [server1] = lab.hosts;
    const address = server1?.address ?? "";
    const unreachable = address.replace(/\d+$/, "250");
    // Perl's `@s` avoids a `$`, which systemd would expand.
    const listen = `@s = IO::Socket::INET->new(LocalAddr => "${address}:3999", Listen => 1) or die; sleep`;
    await inside(lab, "server1", `systemd-run --quiet --unit=${LISTENER} perl -MIO::Socket::INET -e '${listen}'`);
    try {
      await inside(lab, "server1", `timeout 10 sh -c 'until ss -Hltn | grep -q ${address}:3999; do :; done'`);
      const pid = (await inside(lab, "server1", `systemctl show -P MainPID ${LISTENER}`)).trim();
      const unsuitable = variables({
        kafdrop_port: 3999,
        preflight_memory_system: "9999g",
        preflight_images_size: "9999g",
        preflight_sysctls: [{ name: "vm.max_map_count", min: 999_999_999 }],
        preflight_reach: [{ host: unreachable, port: 9092 }],
      });
      for (const mode of [[], ["--check"]]) {
        const run = expectExit(await provision(lab, [...PREFLIGHT, ...unsuitable, ...mode]), 1);
        const texts = findings(run);
        const port = `server1 port 3999: held by perl (pid ${pid}); needed by kafdrop`;
        expect(texts.filter((text) => text.startsWith(port))).to.have.length(1);
        for (const host of SERVERS) {
          const own = texts.filter((text) => text.startsWith(`${host} `)).map((text) => text.slice(host.length + 1));
          const kinds = own.map((text) => text.split(" ")[0]);
          const common = ["memory:", "disk", unreachable, "kernel"];
          expect(kinds, own.join("\n")).to.have.members(host === "server1" ? [...common, "port"] : common);
        }
      }
    } finally {
      await inside(lab, "server1", `systemctl stop ${LISTENER}`);
    }
  });

  it("ends the run before anything else if secrets.yaml is lost, and names every secret and where it is", async () => {
    const file = join(dirname(lab.inventoryFiles[0] ?? ""), "secrets.yaml");
    const kept = readFileSync(file);
    try {
      rmSync(file);
      for (const mode of [["--check"], []]) {
        const messages = faultsOf(expectExit(await provision(lab, [...SITE, ...mode]), 1)).map(
          ({ message }) => message,
        );
        const named = messages.map((text) => /^secrets\.yaml had no (\w+) when this run began\./.exec(text)?.[1]);
        const expected = ["s3_access_key", "s3_secret_key", "postgresql_password", "grafana_admin_password"];
        expect(named, messages.join("\n")).to.have.members(expected);
      }
      // The real run has generated others.
      const other = faultsOf(expectExit(await provision(lab, [...SITE, "--check"]), 1)).map(({ message }) => message);
      expect(other.filter((text) => text.startsWith("The object store of server1 rejects"))).to.have.length(2);
      expect(other.join()).to.include("postgresql_password in secrets.yaml is not the one that server1 runs with");
    } finally {
      writeFileSync(file, kept, { mode: 0o600 });
    }
    expectExit(await provision(lab, PREFLIGHT), 0);
  });

  it("recognizes the site's own containers by their projects and names those of other projects", async () => {
    const run = expectExit(await provision(lab, [...PREFLIGHT, ...variables({ preflight_projects: ["other"] })]), 1);
    const kafka = findings(run).filter((text) => text.includes(" port 9092 "));
    expect(kafka).to.have.length(2);
    expect(kafka[0]).to.match(/held by java \(pid [0-9]+\) in the container sensor-pipeline-kafka-1; needed by kafka/);
  });

  it("finds clocks that differ, with a stand-in for the program that reads the clock", async () => {
    standIn("a script that prints a time forty seconds ahead", "a server's clock");
    const date = "/usr/local/bin/date";
    const script = `#!/bin/sh\\nexec /bin/date -d "+40 seconds" "$@"\\n`;
    await inside(lab, "server2", `test ! -e ${date} && printf '${script}' >${date} && chmod 755 ${date}`);
    try {
      const run = expectExit(await provision(lab, PREFLIGHT), 1);
      const texts = findings(run);
      expect(texts.join("\n")).to.match(/^server1 clock: (39|40)\.\d s behind server2's/m);
      expect(texts.join("\n")).to.match(/^server2 clock: (39|40)\.\d s ahead of server1's/m);
      expectExit(await provision(lab, [...PREFLIGHT, "--limit", "server2"]), 0);
    } finally {
      await inside(lab, "server2", `rm ${date}`);
    }
  });
});
