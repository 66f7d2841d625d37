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

  describe("on a target without apt", () => {
    let target: Target;
    beforeEach(() => {
      target = new Target();
      mkdirSync(target.path("bin"));
      symlinkSync("/usr/bin/id", target.path("bin", "id"));
      program("rpm", `case "$*" in *' one') echo one 1.0-1 ;; *) exit 1 ;; esac`);
    });
    afterEach(() => target.remove());

    function program(name: string, text = ":"): void {
      writeFileSync(join(target.path("bin"), name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }

    async function decide(name: unknown, more: object = {}) {
      const args = withDefaults(package_, { name, ...more });
      const { script, parse } = package_.probe(args);
      const answer = await target.send(script, { PATH: target.path("bin") }, ["/bin/sh"]);
      const state = parse({ ...answer, stdout: answer.stdout.replace(/^done yes$/m, "root yes\ndone yes") });
      if (!state.ok) throw new Error(state.faults[0].message);
      return { args, state: state.value, decision: package_.decide(args, state.value, NOTHING_PREDICTED) };
    }

    it("installs what is missing with dnf, also where there is zypper", async () => {
      program("dnf");
      program("zypper");
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

    it("installs and removes with zypper where there is no dnf", async () => {
      program("zypper");
      const { args, state, decision } = await decide("one,two=2.0", { install_recommends: true });
      const [first, ...others] = decision.changes;
      expect(decision.changes.map(({ summary }) => summary)).to.deep.equal(["install two-2.0"]);
      if (!first) return;
      const { script } = package_.apply(args, [first, ...others], state);
      expect(script.text).to.match(/zypper '--non-interactive' .*'install' '--recommends' 'two-2.0'/);
      const removed = await decide(["one", "two"], { state: "absent" });
      expect(removed.decision.changes.map(({ summary }) => summary)).to.deep.equal(["remove one"]);
    });

    it("removes with dnf what is installed, and rejects wildcards", async () => {
      program("dnf");
      const { decision } = await decide(["one", "two"], { state: "absent" });
      expect(decision.changes.map(({ summary }) => summary)).to.deep.equal(["remove one"]);
      for (const name of ["o*", ["@tools"], [1], "a,,b"])
        expect((await decide(name)).decision.fault?.code, JSON.stringify(name)).to.equal("modules/argument");
    });
  });
});
