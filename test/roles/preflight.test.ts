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

/** The engine's schema checks the shape of playbooks. */
const playsOf = (file: string) => parse(readFileSync(join(PLAYBOOKS, file), "utf8")) as Play[];

describe("roles/preflight: playbooks", () => {
  it("is the site's first play, on all servers, and ends the run on a failure", () => {
    const [first] = playsOf("site.yaml");
    expect(first?.roles).to.deep.equal([{ role: "preflight", only: "tasks" }]);
    expect(first).to.include({ hosts: "all", any_errors_fatal: true });
  });

  it("never runs the roles whose defaults it reads", () => {
    const uses = readdirSync(PLAYBOOKS)
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((file) => playsOf(file).flatMap(({ roles = [] }) => roles))
      .filter((use) => (typeof use === "string" ? use : use.role) === "preflight");
    expect(uses.map((use) => (typeof use === "string" ? undefined : use.only))).to.deep.equal(uses.map(() => "tasks"));
  });
});

describe("roles/preflight: requirements of roles", () => {
  const REQUIREMENTS = "Check the roles' own requirements";
  const FOLDERS = "Check that these folders exist";
  const tried = (vars: object, workers: number) =>
    tryRole({ role: "preflight", workers, vars: { druid_deep_storage: "local", ...vars } });

  it("rejects Druid's segments in a folder of one of several servers, and runs no further check", async () => {
    const { exit, statuses, faults } = await tried({}, 1);
    expect(exit).to.equal(1);
    expect(statuses).to.include.members([`server1 ${REQUIREMENTS}: failed`, `server2 ${REQUIREMENTS}: failed`]);
    expect(statuses.some((line) => line.includes("Check the server's resources"))).to.equal(false);
    expect(faults.join()).to.contain("where other servers' data nodes cannot read them. Set shared_folder");
  });

  it("accepts them on a single server", async () => {
    const { statuses } = await tried({}, 0);
    const checked = statuses.filter((line) => line.includes(REQUIREMENTS));
    expect(checked).not.to.deep.equal([]);
    expect(checked).to.deep.equal(checked.map(() => `server1 ${REQUIREMENTS}: ok`));
  });

  it("accepts a folder that all servers have, and rejects one that a server lacks", async () => {
    const existing = await tried({ shared_folder: import.meta.dirname }, 1);
    expect(existing.statuses).to.include.members([`server1 ${FOLDERS}: ok`, `server2 ${FOLDERS}: ok`]);
    const missing = await tried({ shared_folder: "/no/such/folder" }, 1);
    // The first host that fails ends the run, and either host can be first.
    expect(missing.statuses.filter((line) => line.endsWith(`${FOLDERS}: failed`))).not.to.deep.equal([]);
    expect(missing.faults.join()).to.contain("/no/such/folder is not a folder on this server. Mount the shared folder");
  });

  it("rejects unknown options", async () => {
    const { statuses, faults } = await tried({ druid_metadata: "mysql" }, 1);
    expect(statuses).to.include(`server1 ${REQUIREMENTS}: failed`);
    expect(faults.join()).to.contain("druid_metadata must be postgresql or derby");
  });
});
