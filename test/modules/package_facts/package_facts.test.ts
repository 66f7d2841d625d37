import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import { package_facts } from "../../../src/modules/package_facts/package_facts.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../lib/target.ts";

function decide(stdout: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(package_facts, {});
  const state = package_facts.probe(args).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].code);
  return package_facts.decide(args, state.value, predicted);
}

describe("package_facts", () => {
  it("reads what dpkg lists as installed, with several architectures of a package", () => {
    const listed =
      "manager apt\ninstalled\tlibc6\t2.41-12\tamd64\ninstalled\tlibc6\t2.41-12\ti386\nconfig-files\told\t1\tall\n";
    const entry = (arch: string) => ({ name: "libc6", version: "2.41-12", arch, source: "apt" });
    const { result, gathered } = decide(listed);
    expect(gathered).to.deep.equal({ packages: { libc6: [entry("amd64"), entry("i386")] } });
    expect(result).to.deep.equal({ count: 1 });
  });

  for (const [manager, line, expected] of [
    [
      "rpm",
      "bash\t5.2.26\t3.fc40\t(none)\tx86_64",
      { version: "5.2.26", release: "3.fc40", epoch: null, arch: "x86_64" },
    ],
    ["rpm", "gpg-pubkey\t1\t2\t(none)\t(none)", { version: "1", release: "2", epoch: null, arch: null }],
    ["apk", "py3-a-b-1.2_rc1-r0 noarch {py3-a-b} (MIT) [installed]", { version: "1.2_rc1-r0", arch: "noarch" }],
    ["pacman", "linux 6.12.1.arch1-1", { version: "6.12.1.arch1-1" }],
  ] as const) {
    it(`reads a line of ${manager}: ${line.split(/[\t ]/)[0] ?? ""}`, () => {
      const { gathered } = decide(`manager ${manager}\n${line}\n`);
      const [list] = Object.values(gathered?.["packages"] as Record<string, Record<string, unknown>[]>);
      expect(list?.[0]).to.include({ ...expected, source: manager });
    });
  }

  it("fails without a package manager that it knows, and if one does not answer", () => {
    expect(() => decide("")).to.throw("modules/unlisted-packages");
    expect(() => decide("manager apt\nfailed apt 124\n")).to.throw("modules/step-failed");
  });

  it("is unknown in check mode if an earlier task would change a package", () => {
    const predicted = predictedFrom([{ resource: { kind: "package", name: "nginx" }, after: "1" }]);
    const { gathered } = decide("manager apt\ninstalled\ta\t1\tall\n", predicted);
    expect(gathered?.["packages"]).to.deep.equal(new Unknown("an earlier task would change the package nginx"));
  });
});
