import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { namesOf, requirementOf, requirementsIn } from "../../../../src/modules/packages/pip/requirement.ts";
import { pip } from "../../../../src/modules/packages/pip/pip.ts";
import { fulfils } from "../../../../src/modules/packages/pip/version.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof pip.decide>[0];

const base64 = (text: string) => Buffer.from(text).toString("base64");
const file = (text: string) => `file ${base64("/srv/req.txt")} ${base64(text)}\n`;

function decide(given: Partial<Args>, answer = "pip yes\n", predicted = NOTHING_PREDICTED) {
  const args = withDefaults(pip, given);
  const state = pip.probe(args).parse(answered(`done 1\n${answer}`));
  if (!state.ok)
    return { fault: state.faults[0], changes: [], names: [], script: "", unpredictable: undefined, apply: undefined };
  const decision = pip.decide(args, state.value, predicted);
  const { changes } = decision;
  const apply = isNonEmpty(changes) ? pip.apply(args, changes, state.value) : undefined;
  const names = changes.filter(({ resource }) => resource.kind !== "path").map(({ summary }) => summary);
  return { ...decision, names, script: apply?.script.text ?? "", apply };
}

describe("modules/packages/pip", () => {
  const there = "pip yes\ninstalled PyYAML 6.0.1\ninstalled docker 6.1.0\n";

  it("installs only what is missing or does not fit", () => {
    const { names, script } = decide({ name: ["pyyaml", "docker>=7", "six==1.16"] }, there);
    expect(names).to.deep.equal(["change docker>=7", "install six==1.16"]);
    expect(script).to.include("run_pip 'install' '--disable-pip-version-check' 'pyyaml' 'docker>=7' 'six==1.16'");
    expect(decide({ name: ["pyyaml", "docker>=6,<7"] }, there).changes).to.deep.equal([]);
    expect(decide({ name: "docker", version: "6.1" }, there).changes).to.deep.equal([]);
    expect(decide({ name: "docker", version: "7.0" }, there).changes[0]).to.include({ before: "6.1.0", after: "7.0" });
  });

  it("removes, upgrades and installs anew", () => {
    expect(decide({ name: "PyYAML", state: "absent" }, there).script).to.include(
      "run_pip 'uninstall' '-y' '--' 'PyYAML'",
    );
    expect(decide({ name: "six", state: "absent" }, there).changes).to.deep.equal([]);
    const newer = `${there}outdated [{"name": "docker", "version": "6.1.0", "latest_version": "7.1.0"}]\n`;
    expect(decide({ name: ["docker", "pyyaml"], state: "latest" }, newer).names).to.deep.equal(["upgrade docker"]);
    expect(decide({ name: "docker", state: "latest" }, newer).changes[0]?.after).to.equal("7.1.0");
    expect(decide({ name: "docker", state: "latest" }, `${there}outdated-failed yes\n`).fault?.code).to.equal(
      "modules/step-failed",
    );
    expect(decide({ name: "docker", state: "forcereinstall" }, there).script).to.include("--force-reinstall");
  });

  it("makes a virtual environment if it is missing", () => {
    const { names, script, changes } = decide({ name: "six", virtualenv: "/opt/a b" }, "");
    expect(names).to.deep.equal(["make the virtual environment /opt/a b", "install six"]);
    expect(script).to.include("with_environment 'python3' '-m' 'venv' '/opt/a b' >&2");
    expect(script).to.include("'/opt/a b/bin/python' -m pip");
    expect(
      changes.some(({ resource: { name }, after }) => name === "/opt/a b/bin" && after instanceof Unknown),
    ).to.equal(true);
    const given = { virtualenv_command: "virtualenv", virtualenv_python: "python3.11", virtualenv_site_packages: true };
    expect(decide({ name: "six", virtualenv: "/v", ...given }, "").script).to.include(
      "'virtualenv' '-p' 'python3.11' '--system-site-packages' '/v'",
    );
    expect(decide({ name: "six", virtualenv: "/v" }, "venv yes\npip yes\ninstalled six 1\n").changes).to.deep.equal([]);
  });

  it("compares a file of requirements, and leaves to pip what only pip understands", () => {
    const requirements = "/srv/req.txt";
    expect(decide({ requirements }, `${file("# all\npyyaml>=6 # x\n\ndocker\n")}${there}`).changes).to.deep.equal([]);
    expect(decide({ requirements }, `${file("six\n")}${there}`).script).to.include("'-r' '/srv/req.txt'");
    const { unpredictable, apply } = decide({ requirements }, `${file("-r base.txt\n")}${there}`);
    expect(unpredictable).to.include("only pip knows");
    expect(apply?.parse?.(answered("same yes\n"))).to.include({ isUnchanged: true });
    expect(apply?.parse?.(answered(""))).to.not.have.property("isUnchanged");
    expect(decide({ requirements }, there).fault).to.include({ code: "modules/no-requirements", missing: true });
    const path = { kind: "path", name: requirements } as const;
    const later = predictedFrom([{ resource: path, after: { type: "file", text: "six\n" } }]);
    expect(decide({ requirements }, there, later).names).to.deep.equal(["install six"]);
  });

  it("never says that something changed or not if pip knew it before", () => {
    expect(decide({ name: "six" }, there).apply?.parse?.(answered("same yes\n"))).to.not.have.property("isUnchanged");
    expect(decide({ name: "git+https://x/y.git" }, there).unpredictable).to.include("only pip knows");
  });

  it("knows in check mode what earlier tasks would install", () => {
    const first = predictedFrom(decide({ name: ["six==1.16", "wheel"], virtualenv: "/v" }, "").changes);
    expect(decide({ name: ["six>=1", "wheel"], virtualenv: "/v" }, "", first).names).to.deep.equal([]);
    expect(decide({ name: "wheel>=9", virtualenv: "/v" }, "", first).unpredictable).to.be.a("string");
  });

  it("needs pip, and leaves the distribution's Python alone", () => {
    expect(decide({ name: "six" }, "").fault).to.include({ code: "modules/no-program", missing: true });
    expect(decide({ name: "six" }, "managed yes\npip yes\n").fault?.code).to.equal("modules/managed-python");
    expect(decide({ name: "six", break_system_packages: true }, "managed yes\npip yes\n").script).to.include(
      "--break-system",
    );
    expect(decide({ name: "docker" }, `managed yes\n${there}`).changes).to.deep.equal([]);
  });

  it("fails if pip cannot list the packages", () => {
    expect(decide({ name: "six" }, "pip yes\nlist-failed yes\n").fault?.code).to.equal("modules/step-failed");
  });

  it("rejects names that are options, and a version for several packages", () => {
    expect(decide({ name: ["six", "-e ."] }).fault?.code).to.equal("modules/python-package");
    expect(decide({ name: ["six", "wheel"], version: "1" }).fault?.code).to.equal("modules/python-version");
    expect(decide({ name: "six>1", version: "1" }).fault?.code).to.equal("modules/python-version");
  });

  for (const [version, specifier, expected] of [
    ["1.10", ">1.9", true],
    ["1.0", "==1", true],
    ["1.0rc1", ">=1.0", false],
    ["1.0.dev3", "<1.0a1", true],
    ["1.0.post1", ">1.0", true],
    ["2.3.1", "~=2.2", true],
    ["3.0", "~=2.2", false],
    ["1.4.2", "==1.4.*", true],
    ["1.5", "!=1.4.*,<2", true],
    ["1!1.0", ">2", true],
    ["1.0+local", "==1.0", true],
    ["1.0", "===1.0.0", false],
    ["1.0", ">=banana", undefined],
  ] as const) {
    it(`knows whether ${version} fulfils ${specifier}`, () => expect(fulfils(version, specifier)).to.equal(expected));
  }

  it("reads requirements", () => {
    expect(namesOf("a>=1,<2, b[x,y]==3")).to.deep.equal(["a>=1,<2", "b[x,y]==3"]);
    expect(requirementOf("Foo_Bar[x] >= 1")).to.deep.include({ name: "foo-bar", specifier: ">= 1" });
    for (const text of ["./x", "x @ https://y", "git+https://x", 'x; python_version<"3"', "-e ."])
      expect(requirementOf(text).name, text).to.equal(undefined);
    expect(requirementsIn("--index-url x\nsix\n")).to.equal(undefined);
  });
});
