import { expect } from "chai";
import { checkArgs } from "../../../../src/load/validation/args-schema.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { apt } from "../../../../src/modules/apt.ts";
import { parsePlan, wholeStep } from "../../../../src/modules/lib/packages/plan.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../target.ts";

type Args = Parameters<typeof apt.decide>[0];

const POLICY = (name: string, now: string, next: string) =>
  `\n${name}:\n  Installed: ${now}\n  Candidate: ${next}\n  Version table:\n     ${next} 500\n`;

function decide(given: Partial<Args>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(apt, given);
  const state = apt.probe(args).parse(answered(`now 1000\nlists 900\n${answer}`, "E: reason"));
  if (!state.ok) return { fault: state.faults[0], changes: [], names: [], script: "", unpredictable: undefined };
  const decision = apt.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? apt.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ summary }) => summary), script };
}

const installed = (name: string, after: string | Unknown | null = "1") =>
  predictedFrom([{ resource: { kind: "package", name }, after }]);

describe("modules/lib/packages/plan", () => {
  const lines = ["Inst libc6 [2.36-9] (2.36-10 Debian:12.6/stable [amd64])", "Inst new (1 Debian [all])"];
  const plan = [...lines, "Remv old [1.0]", "Purg older [0.9]"].map((line) => `plan ${line}\n`).join("");

  it("reads what apt-get would do", () => {
    expect(parsePlan([...lines, "Remv old [1.0]", "Conf libc6 (2 x)"])).to.deep.equal([
      { name: "libc6", before: "2.36-9", after: "2.36-10" },
      { name: "new", before: null, after: "1" },
      { name: "old", before: "1.0", after: null },
    ]);
  });

  it("knows apt-get's step for each kind of upgrade, and for what nothing needs any more", () => {
    const step = (given: Partial<Args>) => wholeStep(withDefaults(apt, given)).join(" ");
    expect(step({ upgrade: "yes" })).to.equal("upgrade --with-new-pkgs");
    expect(step({ upgrade: "full", autoremove: true, purge: true })).to.equal("dist-upgrade --auto-remove --purge");
    expect(step({ name: "*", state: "latest" })).to.equal("upgrade --with-new-pkgs");
    expect(step({ autoremove: true })).to.equal("autoremove");
    expect(step({ name: "curl", autoremove: true })).to.equal("");
    expect(step({})).to.equal("");
  });

  it("takes a name without an upgrade, and an upgrade without a name", () => {
    const accepts = (given: Record<string, string>) => checkArgs("apt", apt.args, given, () => undefined).ok;
    const name = "curl";
    expect([accepts({ name }), accepts({ upgrade: "dist" }), accepts({ deb: "/x.deb" })]).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect([accepts({ name, upgrade: "dist" }), accepts({ name, deb: "/x.deb" })]).to.deep.equal([false, false]);
  });

  it("predicts what an upgrade changes, and nothing if apt-get would do nothing", () => {
    const { names, script, result } = { result: {}, ...decide({ upgrade: "dist" }, plan) };
    expect(names).to.deep.equal(["upgrade libc6", "install new", "remove old", "remove older"]);
    expect(result).to.deep.equal({ versions: { libc6: "2.36-10", new: "1" } });
    expect(script)
      .to.match(/apt-get 'dist-upgrade' '-y'/)
      .and.include("-- 'libc6' 'new' 2>");
    expect(decide({ upgrade: "dist" }, "").changes).to.deep.equal([]);
  });

  it("is a fault if apt-get cannot plan it", () => {
    expect(decide({ upgrade: "dist" }, "plan-failed yes\n").fault?.code).to.equal("modules/step-failed");
  });

  it("fetches outdated lists first, and then predicts nothing", () => {
    const { names, unpredictable, script } = decide({ upgrade: "yes", update_cache: true, cache_valid_time: 60 }, plan);
    expect(names[0]).to.equal("fetch the package lists");
    expect(unpredictable).to.include("lists");
    expect(script).to.match(/apt-get update[\s\S]*apt-get 'upgrade'/);
  });

  it("knows in check mode that earlier tasks may change the plan", () => {
    expect(decide({ upgrade: "dist" }, `plan ${lines[1] ?? ""}\n`, installed("new")).names).to.deep.equal([]);
    expect(decide({ upgrade: "dist" }, `plan ${lines[1] ?? ""}\n`, installed("new")).unpredictable).to.equal(undefined);
    expect(decide({ upgrade: "dist" }, plan, installed("curl")).unpredictable).to.include("earlier tasks");
    expect(decide({ autoremove: true }, "", installed("curl", null)).unpredictable).to.include("earlier tasks");
    expect(decide({ upgrade: "dist" }, plan).unpredictable).to.equal(undefined);
  });

  it("names held packages that have newer versions", () => {
    const held = `installed curl 1\nhold curl\n${POLICY("curl", "1", "2")}`;
    expect(decide({ upgrade: "dist" }, held)).to.deep.include({
      warnings: ["curl is held at version 1, so it is not upgraded to 2."],
    });
    expect(
      decide({ upgrade: "dist" }, `installed curl 1\nhold curl\n${POLICY("curl", "1", "1")}`),
    ).to.not.have.property("warnings");
  });

  it("removes outdated downloads", () => {
    const { names, script } = decide({ autoclean: true }, "outdated curl 1\noutdated nano 2\n");
    expect(names).to.deep.equal(["remove 2 outdated packages that apt has downloaded"]);
    expect(script).to.include("apt-get 'autoclean'");
    expect(decide({ autoclean: true }, "").changes).to.deep.equal([]);
    expect(decide({ name: "bash", autoclean: true }, "installed bash 5\noutdated curl 1\n").changes).to.deep.equal([]);
  });

  it("prefers a release, and says if the sources do not have it", () => {
    const args = { name: "curl", default_release: "trixie-backports" };
    const { script } = decide(args, POLICY("curl", "(none)", "9"));
    expect(script).to.include("'-t' 'trixie-backports'");
    expect(decide(args, "release no\n").fault).to.include({ code: "modules/no-release", missing: true });
  });

  it("passes options to apt-get only where they are set", () => {
    const policy = POLICY("curl", "(none)", "9");
    const plain = decide({ name: "curl" }, policy).script;
    expect(plain)
      .to.include("--force-confold")
      .and.not.match(/--allow|--auto-remove/);
    const given = {
      allow_downgrade: true,
      allow_unauthenticated: true,
      autoremove: true,
      dpkg_options: "force-confnew",
    };
    const { script } = decide({ name: "curl", ...given }, policy);
    expect(script).to.include("'--allow-downgrades' '--allow-unauthenticated'").and.include("'--auto-remove'");
    expect(script).to.include("'Dpkg::Options::=--force-confnew'").and.not.include("confold");
  });

  it("changes held packages if it may", () => {
    const held = "installed curl 1\nhold curl\n";
    const args = { name: "curl", state: "absent" } as const;
    expect(decide(args, held).fault?.code).to.equal("modules/held-package");
    expect(decide({ ...args, allow_change_held_packages: true }, held).script).to.include("--allow-change-held");
  });

  it("counts a virtual package as installed if a package is that provides it", () => {
    const answer = "provider mta exim4\nprovided mta\n";
    expect(decide({ name: "mta" }, answer).changes).to.deep.equal([]);
    expect(
      decide({ name: "mta", state: "latest", update_cache: true, cache_valid_time: 600 }, answer).changes,
    ).to.deep.equal([]);
    expect(decide({ name: "mta" }, "provider mta exim4\n").fault?.code).to.equal("modules/virtual-package");
  });
});
