import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { apt } from "../../../../src/modules/apt.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../target.ts";

type Args = Parameters<typeof apt.decide>[0];

const FILE = "/var/tmp/agent.deb";
const URL = "https://example.com/agent.deb?token=x";

function decide(given: Partial<Args>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(apt, { deb: FILE, ...given });
  const state = apt.probe(args).parse(answered(`now 1000\nlists 900\n${answer}`, "dpkg-deb: reason"));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = apt.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? apt.apply(args, changes, state.value).script.text : "";
  return { ...decision, script };
}

describe("modules/lib/packages/deb", () => {
  const held = "deb-status 0\ndeb agent 2.1\n";

  it("installs the package of a file unless it is installed in that version", () => {
    const { changes, result, script } = decide({}, held);
    expect(changes).to.deep.equal([
      {
        resource: { kind: "package", name: "agent" },
        summary: `install agent 2.1 from ${FILE}`,
        before: null,
        after: "2.1",
      },
    ]);
    expect(result).to.deep.equal({ versions: { agent: "2.1" } });
    expect(script).to.match(/apt-get 'install' .*-- '\/var\/tmp\/agent\.deb'/);
    expect(decide({}, `${held}installed agent 2.1\n`).changes).to.deep.equal([]);
    expect(decide({}, `${held}installed agent 2.0\n`).changes[0]?.before).to.equal("2.0");
  });

  it("fetches a URL into the run's folder, and does not show its query", () => {
    const { changes, script } = decide({ deb: URL }, `deb-status 23\n${held}`);
    expect(changes[0]?.summary).to.equal("install agent 2.1 from https://example.com/agent.deb");
    expect(script).to.include(`fetch '${URL}' 3600 >"$file" && `);
    expect(script).to.match(/apt-get 'install' .*-- "\$file"/);
  });

  it("replaces a newer or a held version only if it may", () => {
    const newer = `${held}installed agent 3\ndeb-older yes\n`;
    expect(decide({}, newer).fault?.code).to.equal("modules/newer-installed");
    expect(decide({ allow_downgrade: true }, newer).script).to.include("--allow-downgrades");
    const hold = `${held}installed agent 2.0\nhold agent\n`;
    expect(decide({}, hold).fault?.code).to.equal("modules/held-package");
    expect(decide({ allow_change_held_packages: true }, hold).changes).to.have.length(1);
  });

  it("says why a file cannot be used", () => {
    expect(decide({}, "deb-status missing\n").fault).to.include({ code: "modules/no-package-file", missing: true });
    const { fault } = decide({}, "deb-status 2\n");
    expect(fault?.code).to.equal("modules/bad-package-file");
    expect(fault?.details).to.deep.equal(["dpkg-deb: reason"]);
    expect(decide({ deb: URL }, "deb-status 127\ndeb-status 0\n").fault?.code).to.equal("modules/no-program");
  });

  it("knows in check mode what earlier tasks would bring", () => {
    const file = (after: null | { type: string }) => predictedFrom([{ resource: { kind: "path", name: FILE }, after }]);
    expect(decide({}, "deb-status missing\n", file({ type: "file" })).unpredictable).to.include(FILE);
    expect(decide({}, held, file(null)).fault?.code).to.equal("modules/no-package-file");
    const done = predictedFrom(decide({}, held).changes);
    expect(decide({}, held, done).changes).to.deep.equal([]);
  });

  it("fetches outdated package lists only before it installs", () => {
    const old = { update_cache: true, cache_valid_time: 60 };
    expect(decide(old, `${held}installed agent 2.1\n`).changes).to.deep.equal([]);
    expect(decide(old, held).script).to.match(/apt-get update[\s\S]*agent\.deb/);
  });
});
