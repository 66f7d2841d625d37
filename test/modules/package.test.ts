import { expect } from "chai";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { package_ } from "../../src/modules/package.ts";
import { answered, NOTHING_PREDICTED, Target, withDefaults } from "./lib/target.ts";

describe("package", () => {
  it("uses apt, and fails on a target without it", () => {
    const full = withDefaults(package_, { name: "curl" });
    const { script, parse } = package_.probe(full);
    expect(script.text).to.include("dpkg-query").and.include("'curl'");
    const parsed = parse(answered("manager apt\napt no\n"));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/no-package-manager");
  });

  describe("on a target with dnf and without apt", () => {
    let target: Target;
    beforeEach(() => {
      target = new Target();
      mkdirSync(target.path("bin"));
      symlinkSync("/usr/bin/id", target.path("bin", "id"));
      const rpm = `case "$*" in *' one') echo one 1.0-1 ;; *) exit 1 ;; esac`;
      for (const [name, text] of [
        ["rpm", rpm],
        ["dnf", ":"],
      ] as const)
        writeFileSync(join(target.path("bin"), name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    });
    afterEach(() => target.remove());

    async function decide(name: unknown, more: object = {}) {
      const args = withDefaults(package_, { name, ...more });
      const { script, parse } = package_.probe(args);
      const answer = await target.send(script, { PATH: target.path("bin") }, ["/bin/sh"]);
      const state = parse({ ...answer, stdout: answer.stdout.replace(/^done yes$/m, "root yes\ndone yes") });
      if (!state.ok) throw new Error(state.faults[0].message);
      return { args, state: state.value, decision: package_.decide(args, state.value, NOTHING_PREDICTED) };
    }

    it("installs what is missing with dnf", async () => {
      const { args, state, decision } = await decide("one,two=2.0, NetworkManager", { enablerepo: ["x"] });
      const [first, ...others] = decision.changes;
      expect(decision.changes.map(({ summary }) => summary)).to.deep.equal([
        "install two-2.0",
        "install NetworkManager",
      ]);
      if (!first) return;
      const { script } = package_.apply(args, [first, ...others], state);
      expect(script.text).to.match(/attempt '--enablerepo=x' .*=False' 'install' 'two-2.0' 'NetworkManager'/);
    });

    it("removes with dnf what is installed, and rejects wildcards", async () => {
      const { decision } = await decide(["one", "two"], { state: "absent" });
      expect(decision.changes.map(({ summary }) => summary)).to.deep.equal(["remove one"]);
      for (const name of ["o*", ["@tools"], [1], "a,,b"])
        expect((await decide(name)).decision.fault?.code, JSON.stringify(name)).to.equal("modules/argument");
    });
  });
});
