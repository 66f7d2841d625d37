import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { tryRole } from "./site-role.ts";

const PLAYBOOKS = join(import.meta.dirname, "..", "..", "..", "playbooks");

interface Play {
  readonly name: string;
  readonly hosts: string;
  readonly any_errors_fatal?: boolean;
  readonly roles?: readonly (string | { readonly role: string; readonly only?: string })[];
}

/** The playbooks are the project's own: the engine's schema has their shape. */
const playsOf = (file: string) => parse(readFileSync(join(PLAYBOOKS, file), "utf8")) as Play[];

describe("preflight", () => {
  it("is the site's first play, on all servers, and ends the run where it finds anything", () => {
    const [first] = playsOf("site.yaml");
    expect(first?.roles).to.deep.equal([{ role: "preflight", only: "tasks" }]);
    expect(first).to.include({ hosts: "all", any_errors_fatal: true });
  });

  it("never brings the roles along whose defaults it reads", () => {
    const uses = readdirSync(PLAYBOOKS)
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((file) => playsOf(file).flatMap(({ roles = [] }) => roles))
      .filter((use) => (typeof use === "string" ? use : use.role) === "preflight");
    expect(uses.map((use) => (typeof use === "string" ? undefined : use.only))).to.deep.equal(uses.map(() => "tasks"));
  });
});

describe("preflight's look at Druid's storage", () => {
  const SEEN = "Every data node of Druid's sees its segments";
  const tried = (vars: object, workers: number) =>
    tryRole({ role: "preflight", workers, vars: { druid_deep_storage: "local", ...vars } });

  it("refuses segments that stay on one of several servers, and does nothing more", async () => {
    const { exit, said, faults } = await tried({}, 1);
    expect(exit).to.equal(1);
    expect(said).to.include.members([`server1 ${SEEN}: failed`, `server2 ${SEEN}: failed`]);
    expect(said.some((line) => line.includes("has what is to run"))).to.equal(false);
    expect(faults.join()).to.contain("shared_folder");
  });

  it("takes them where there is one server", async () => {
    expect((await tried({}, 0)).said).to.include(`server1 ${SEEN}: ok`);
  });

  it("takes a folder that all servers have, and none that one lacks", async () => {
    const mounted = "The shared folder is mounted here";
    expect((await tried({ shared_folder: import.meta.dirname }, 1)).said).to.include.members([
      `server1 ${mounted}: ok`,
      `server2 ${mounted}: ok`,
    ]);
    const lacking = await tried({ shared_folder: "/no/such/folder" }, 1);
    // The first host that fails ends the run: which one that is, is open.
    expect(lacking.said.filter((line) => line.endsWith(`${mounted}: failed`))).not.to.deep.equal([]);
    expect(lacking.faults.join()).to.contain("/no/such/folder is no folder on this server");
  });

  it("refuses options that there are none of", async () => {
    const { said } = await tried({ druid_metadata: "mysql" }, 1);
    expect(said).to.include("server1 Druid's options are ones that there are: failed");
  });
});
