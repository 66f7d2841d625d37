import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { zypper } from "../../../../src/modules/packages/zypper/zypper.ts";
import { answered, NOTHING_PREDICTED, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof zypper.decide>[0];

function decide(given: Partial<Args>, answer = "") {
  const args = withDefaults(zypper, given);
  const state = zypper.probe(args).parse(answered(`${answer}root yes\ndone yes\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = zypper.decide(args, state.value, NOTHING_PREDICTED);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? zypper.apply(args, changes, state.value).script.text : "";
  return {
    unpredictable: decision.unpredictable,
    fault: decision.fault,
    summaries: changes.map(({ summary }) => summary),
    script: script.replaceAll("'", ""),
  };
}

describe("modules/packages/zypper", () => {
  const installed = "installed one one 1.0-1\ninstalled two two 1.0-1\n";

  it("installs what is missing, by its version too", () => {
    const { summaries, script } = decide({ name: ["one", "three=2.0"], auto_import_keys: true }, installed);
    expect(summaries).to.deep.equal(["install three-2.0"]);
    expect(script).to.include("ZYPP_LOCK_TIMEOUT=300 zypper --non-interactive --quiet --gpg-auto-import-keys install");
    expect(script).to.include("install --no-recommends three-2.0");
    expect(decide({ name: ["one=1.0"] }, "installed one-1.0 one 1.0-1\n").summaries).to.deep.equal([]);
  });

  it("installs a lower version only on request", () => {
    expect(decide({ name: ["one-0.9"] }, installed).fault?.code).to.equal("modules/newer-installed");
    expect(decide({ name: ["one-0.9"], oldpackage: true }, installed).script).to.include("--oldpackage one-0.9");
  });

  it("removes what is installed, and what came along on request", () => {
    expect(decide({ name: ["one", "x"], state: "absent" }, installed).script).to.match(/ remove one /);
    expect(decide({ name: ["one"], state: "absent", clean_deps: true }, installed).script).to.include(
      "remove --clean-deps one",
    );
  });

  it("upgrades to what the metadata have, unless they are fetched first", () => {
    const latest = { name: ["one", "two"], state: "latest" } as const;
    const { summaries, script } = decide(latest, `${installed}query yes\nlisted two 2.0-1\n`);
    expect(summaries).to.deep.equal(["upgrade two"]);
    expect(script).to.include("--no-refresh update --no-recommends one two");
    expect(decide(latest, `${installed}query yes\n`).summaries).to.deep.equal([]);
    const later = decide({ ...latest, update_cache: true }, `${installed}query yes\n`);
    expect(later.unpredictable).to.be.a("string");
    expect(later.script).to.match(/zypper --non-interactive --quiet refresh.*--quiet update --no-recommends one two/);
    const all = decide({ name: ["*"], state: "latest" }, "query yes\nlisted two 2.0-1\n");
    expect(all.summaries).to.deep.equal(["upgrade two"]);
    expect(all.script).to.match(/--no-refresh update --no-recommends *\)/);
  });
});
