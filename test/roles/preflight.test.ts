import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

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
