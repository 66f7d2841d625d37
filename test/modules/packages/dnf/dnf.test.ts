import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import type { Change } from "../../../../src/model/change.ts";
import type { Apply, Decision } from "../../../../src/module/contract.ts";
import { dnf } from "../../../../src/modules/packages/dnf/dnf.ts";
import { isNewer, splitSpec } from "../../../../src/modules/packages/dnf/version.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof dnf.decide>[0];

interface Decided extends Partial<Decision> {
  readonly changes: readonly Change[];
  readonly summaries: readonly string[];
  readonly script: string;
  readonly parse?: Apply["parse"];
}

function decide(given: Partial<Args>, answer = "", predicted = NOTHING_PREDICTED, root = "root yes\n"): Decided {
  const args = withDefaults(dnf, given);
  const state = dnf.probe(args).parse(answered(`${answer}${root}done yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], summaries: [], script: "" };
  const decision = dnf.decide(args, state.value, predicted);
  const { changes } = decision;
  const applied = isNonEmpty(changes) ? dnf.apply(args, changes, state.value) : undefined;
  const script = applied?.script.text ?? "";
  return {
    ...decision,
    summaries: changes.map(({ summary }) => summary),
    script,
    ...(applied?.parse && { parse: applied.parse }),
  };
}

describe("modules/packages/dnf", () => {
  it("installs what is missing", () => {
    const { summaries, script, changes } = decide({ name: ["one", "two", "/usr/bin/x"] }, "installed one one 1.0-1\n");
    expect(summaries).to.deep.equal(["install two", "install /usr/bin/x"]);
    expect(changes[0]).to.deep.include({ resource: { kind: "package", name: "two" }, before: null });
    expect(script).to.match(/attempt '--setopt=install_weak_deps=True' 'install' 'two' '\/usr\/bin\/x'/);
  });

  it("accepts what an installed package provides, but does not remove that", () => {
    expect(decide({ name: ["virtual"] }, "provided virtual\n").changes).to.deep.equal([]);
    expect(decide({ name: ["virtual"], state: "absent" }, "provided virtual\n").changes).to.deep.equal([]);
  });

  it("removes what is installed, and what came along only on request", () => {
    const given = { name: ["one", "two"], state: "removed" } as const;
    const { summaries, script } = decide(given, "installed one one 1.0-1\n");
    expect(summaries).to.deep.equal(["remove one"]);
    expect(script).to.include("clean_requirements_on_remove=False' 'remove' 'one'\n".trimEnd());
    expect(decide({ ...given, autoremove: true }, "installed one one 1.0-1\n").script).to.include("on_remove=True");
  });

  it("installs a version, and a lower one only on request", () => {
    const name = ["one-1.0"];
    expect(decide({ name }, "installed one-1.0 one 1.0-1\ninstalled one one 1.0-1\n").changes).to.deep.equal([]);
    expect(decide({ name }, "installed one one 0.9-1\n").changes[0]).to.include({ before: "0.9-1", after: "1.0" });
    expect(decide({ name }, "installed one one 2.0-1\n").fault?.code).to.equal("modules/newer-installed");
    expect(decide({ name, allow_downgrade: true }, "installed one one 2.0-1\n").summaries).to.have.length(1);
  });

  describe("with state: latest", () => {
    const latest = { name: ["one", "two"], state: "latest" } as const;
    const installed = "installed one one 1.0-1\ninstalled two two 1.0-1\n";

    it("upgrades what has a newer version, to the one that is known", () => {
      const { summaries, changes, script } = decide(latest, `${installed}query yes\nlisted one 2.0-1\n`);
      expect(summaries).to.deep.equal(["upgrade one"]);
      expect(changes[0]).to.include({ before: "1.0-1", after: "2.0-1" });
      expect(script).to.include("'--setopt=*.metadata_expire=-1' 'upgrade' 'one' 'two'");
      expect(decide(latest, `${installed}query yes\n`).changes).to.deep.equal([]);
    });

    it("is unknown without metadata, before they are fetched, and after a repository would change", () => {
      const listed = `${installed}query yes\nlisted one 2.0-1\n`;
      const repo = { kind: "path", name: "/etc/yum.repos.d/x.repo" } as const;
      for (const { unpredictable, changes } of [
        decide(latest, installed),
        decide({ ...latest, update_cache: true }, listed),
        decide(latest, listed, predictedFrom([{ resource: repo, after: { type: "file" } }])),
        decide({ ...latest, name: ["*"] }, installed),
        decide({ update_cache: true }),
      ]) {
        expect(unpredictable).to.be.a("string");
        expect(changes).to.have.length(1);
      }
    });

    it("is ok in the run if no package changed", () => {
      const { parse } = decide(latest, installed);
      expect(parse?.(answered("same yes\n"))).to.include({ isUnchanged: true });
      expect(parse?.(answered("version one 2.0-1\n"))).to.deep.equal({
        ok: true,
        value: { versions: { one: "2.0-1" } },
      });
      const known = decide(latest, `${installed}query yes\nlisted one 2.0-1\n`);
      expect(known.parse?.(answered("same yes\n"))).to.not.have.property("isUnchanged");
    });

    it("upgrades all packages", () => {
      const { summaries, script } = decide(
        { name: ["*"], state: "latest", security: true },
        "query yes\nlisted one 2.0-1\nlisted two 3-1\n",
      );
      expect(summaries).to.deep.equal(["upgrade one", "upgrade two"]);
      expect(script).to.match(/attempt '--security' .*'upgrade'/);
    });
  });

  it("removes what nothing needs, also after earlier changes only dnf knows that", () => {
    const { summaries, script } = decide({ autoremove: true }, "query yes\nlisted three 1.0-1\n");
    expect(summaries).to.deep.equal(["remove three"]);
    expect(script).to.match(/'autoremove'/);
    const later = predictedFrom([{ resource: { kind: "package", name: "two" }, after: null }]);
    expect(decide({ autoremove: true }, "query yes\n", later).unpredictable).to.be.a("string");
    const elsewhere = decide({ autoremove: true, installroot: "/srv/x" }, "query yes\n", later);
    expect(elsewhere.unpredictable).to.equal(undefined);
  });

  describe("with a package file", () => {
    const name = ["/srv/one.rpm"];
    const file = "file-status /srv/one.rpm 0\nfile /srv/one.rpm one 2.0-1\n";

    it("compares what it holds with what is installed", () => {
      expect(decide({ name }, `${file}installed one one 2.0-1\n`).changes).to.deep.equal([]);
      expect(decide({ name }, file).changes[0]).to.deep.include({
        resource: { kind: "package", name: "one" },
        after: "2.0-1",
      });
      expect(decide({ name }, `${file}installed one one 3-1\n`).fault?.code).to.equal("modules/newer-installed");
      expect(decide({ name }, file).script).to.include("'install' '/srv/one.rpm'");
    });

    it("fails if there is none, it is no package, or it cannot be fetched", () => {
      const url = ["https://example.com/one.rpm?token=1"];
      expect(decide({ name }, "file-status /srv/one.rpm missing\n").fault).to.include({
        code: "modules/no-package-file",
        missing: true,
      });
      expect(decide({ name }, "file-status /srv/one.rpm 1\n").fault?.code).to.equal("modules/bad-package-file");
      const { fault } = decide({ name: url }, `fetch-status 127\nfile-status ${url[0] ?? ""} 1\n`);
      expect(fault?.code).to.equal("modules/no-program");
      expect(decide({ name: url }, `file-status ${url[0] ?? ""} 1\n`).fault?.message).to.not.include("token");
    });

    it("is unknown if an earlier task would bring it", () => {
      const later = predictedFrom([{ resource: { kind: "path", name: "/srv/one.rpm" }, after: { type: "file" } }]);
      expect(decide({ name }, "file-status /srv/one.rpm missing\n", later).unpredictable).to.include("/srv/one.rpm");
    });
  });

  it("sees in check mode what earlier tasks would install or remove, for each system apart", () => {
    const first = predictedFrom(decide({ name: ["one"] }).changes);
    expect(decide({ name: ["one"] }, "", first).changes).to.deep.equal([]);
    expect(decide({ name: ["one"], installroot: "/srv/x" }, "", first).changes).to.have.length(1);
    const gone = predictedFrom(decide({ name: ["one"], state: "absent" }, "installed one one 1-1\n").changes);
    expect(decide({ name: ["one"] }, "installed one one 1-1\n", gone).changes).to.have.length(1);
  });

  it("needs root for changes only, and dnf", () => {
    expect(decide({ name: ["one"] }, "", NOTHING_PREDICTED, "").fault?.code).to.equal("modules/not-root");
    expect(decide({ name: ["one"] }, "installed one one 1-1\n", NOTHING_PREDICTED, "").fault).to.equal(undefined);
    expect(decide({ name: ["one"] }, "absent dnf\n").fault).to.include({
      code: "modules/no-package-manager",
      missing: true,
    });
  });

  it("splits specifications", () => {
    expect(splitSpec("java-11-openjdk-11.0.2-1.el9.x86_64")).to.deep.include({
      name: "java-11-openjdk",
      evr: "11.0.2-1.el9",
    });
    expect(splitSpec("one-2:1.0")).to.deep.include({ name: "one", evr: "2:1.0" });
    expect(splitSpec("python3-pip")).to.equal(undefined);
  });

  // What `rpm --eval '%{lua: print(rpm.vercmp("A", "B"))}'` prints.
  for (const [newer, older] of [
    ["1.10", "1.9"],
    ["1.0.1", "1.0"],
    ["1.0", "1.0~rc1"],
    ["1.0^git1", "1.0"],
    ["1.0.1", "1.0^git1"],
    ["1.0a", "1.0"],
    ["1.1", "1.a"],
    ["2.0-2", "2.0-1"],
    ["1:1.0", "2.0"],
    ["1.002", "1.1"],
    ["b", "a"],
    ["1.0-10.el9", "1.0-9.el9"],
  ] as const) {
    it(`knows that ${newer} is newer than ${older}`, () => {
      expect([isNewer(newer, older), isNewer(older, newer)]).to.deep.equal([true, false]);
    });
  }
  it("takes versions as equal that differ in zeros, separators or a missing release", () => {
    for (const [one, other] of [
      ["1.01", "1.1"],
      ["1_0", "1.0"],
      ["1.0", "1.0-5"],
    ] as const)
      expect([isNewer(one, other), isNewer(other, one)]).to.deep.equal([false, false]);
  });
});
