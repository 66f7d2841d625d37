import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { apt } from "../../src/modules/apt.ts";
import { parseApt, type AptState } from "../../src/modules/lib/packages/probe.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "./lib/target.ts";

const POLICY = `curl:
  Installed: 7.88.1
  Candidate: 8.0.0
  Version table:
     8.0.0 500
        500 http://deb.example/debian bookworm/main amd64 Packages
 *** 7.88.1 100
        100 /var/lib/dpkg/status
nosuch:
  Installed: (none)
  Candidate: (none)
  Version table:
`;

const state = (
  installed: Record<string, string>,
  candidates: Record<string, string> = {},
  listsAge = 60,
  offered: Record<string, readonly string[]> = {},
): AptState => ({
  installed: new Map(Object.entries(installed)),
  candidates: new Map(Object.entries(candidates)),
  offered: new Map(Object.entries(offered)),
  listsAge,
});

function decide(args: Record<string, unknown>, found: AptState, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(apt, args);
  return apt.decide(full, found, predicted);
}

function script(args: Record<string, unknown>, found: AptState): string {
  const full = withDefaults(apt, args);
  const [first, ...rest] = apt.decide(full, found, NOTHING_PREDICTED).changes;
  if (!first) throw new Error("nothing to do");
  return apt.apply(full, [first, ...rest], found).script.text;
}

describe("apt", () => {
  it("reads installed versions, candidates and the lists' age", () => {
    const parsed = parseApt(answered(`now 1000\nlists 900\nlists 400\ninstalled curl 7.88.1\n\n${POLICY}`));
    expect(parsed).to.deep.equal({
      ok: true,
      value: state({ curl: "7.88.1" }, { curl: "8.0.0" }, 100, { curl: ["8.0.0", "7.88.1"] }),
    });
  });

  it("fails on a target without apt", () => {
    const parsed = parseApt(answered("apt no\n"));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/no-package-manager");
  });

  it("installs only missing packages, and predicts their versions", () => {
    const found = state({ curl: "1" }, { curl: "1", nano: "7.2" });
    const { changes, result } = decide({ name: ["curl", "nano"] }, found);
    expect(changes.map(({ resource, before, after }) => [resource.name, before, after])).to.deep.equal([
      ["nano", null, "7.2"],
    ]);
    expect(result).to.deep.equal({ versions: { curl: "1", nano: "7.2" } });
    expect(script({ name: ["curl", "nano"] }, found))
      .to.include("-- 'nano' )")
      .and.include("'--no-install-recommends'");
  });

  it("is ok if all packages are installed, however old the lists are", () => {
    expect(decide({ name: "curl", update_cache: true }, state({ curl: "1" }, {}, 1e9)).changes).to.deep.equal([]);
  });

  it("installs a pinned version, also a lower one", () => {
    const found = state({ curl: "2" }, { curl: "2" });
    expect(decide({ name: "curl=2" }, found).changes).to.deep.equal([]);
    expect(decide({ name: "curl=1" }, found).changes[0]).to.include({ before: "2", after: "1" });
    expect(script({ name: "curl=1" }, found))
      .to.include("'--allow-downgrades'")
      .and.include("'curl=1'");
  });

  it("rejects a version that the lists do not have, unless they may be fetched first", () => {
    const found = state({}, { curl: "2" }, 60, { curl: ["2", "1"] });
    expect(decide({ name: "curl=1" }, found).changes).to.have.length(1);
    const { fault } = decide({ name: "curl=3" }, found);
    expect(fault).to.include({ code: "modules/no-version", missing: true });
    expect(fault?.message).to.include("curl 3");
    expect(fault?.hint).to.include("2, 1");
    expect(decide({ name: "curl=3", update_cache: true }, { ...found, listsAge: 7200 }).fault).to.equal(undefined);
    expect(
      decide({ name: "curl=3", state: "absent" }, { ...found, installed: new Map([["curl", "1"]]) }).fault,
    ).to.equal(undefined);
  });

  it("rejects a package that the lists do not have, unless they may be fetched first", () => {
    const { fault } = decide({ name: ["nosuch", "curl"] }, state({ curl: "1" }));
    expect(fault).to.include({ code: "modules/no-package", missing: true });
    expect(fault?.message).to.include("nosuch").and.not.include("curl");
    const found = state({}, {}, 10);
    expect(decide({ name: "nosuch", update_cache: true }, found).changes[0]?.after).to.be.instanceOf(Unknown);
    expect(script({ name: "nosuch", update_cache: true }, found)).to.include("apt-get update");
  });

  it("upgrades to the candidate with `latest`, and then fetches outdated lists as a change of its own", () => {
    const args = { name: "curl", state: "latest" };
    expect(decide(args, state({ curl: "2" }, { curl: "2" })).changes).to.deep.equal([]);
    expect(decide(args, state({ curl: "1" }, { curl: "2" })).changes[0]).to.include({ before: "1", after: "2" });
    const old = decide({ ...args, update_cache: true }, state({ curl: "2" }, { curl: "2" }, 7200));
    expect(old.changes).to.have.length(1);
    expect(old.unpredictable).to.be.a("string");
    expect(script({ ...args, update_cache: true }, state({ curl: "2" }, { curl: "2" }, 7200)))
      .to.include("apt-get update")
      .and.include("'curl'");
  });

  it("removes an installed package", () => {
    expect(decide({ name: "nano", state: "absent" }, state({})).changes).to.deep.equal([]);
    expect(decide({ name: "nano", state: "absent" }, state({ nano: "1" })).result).to.deep.equal({ versions: {} });
    expect(decide({ name: "nano", state: "absent" }, state({ nano: "1" })).changes[0]).to.include({
      before: "1",
      after: null,
    });
    expect(script({ name: "nano", state: "absent" }, state({ nano: "1" }))).to.match(/apt-get remove .*-- 'nano'/);
  });

  it("takes the predictions of earlier tasks into account in check mode", () => {
    const at = (after: string | null) => predictedFrom([{ resource: { kind: "package", name: "curl" }, after }]);
    expect(decide({ name: "curl" }, state({}, { curl: "1" }), at("1")).changes).to.deep.equal([]);
    expect(decide({ name: "curl" }, state({ curl: "1" }, { curl: "1" }), at(null)).changes).to.have.length(1);
  });

  for (const name of ["-o", "a b", "x;y", 7, ["ok", "--x"], "a=-1"]) {
    it(`rejects the name ${JSON.stringify(name)}`, () => {
      expect(decide({ name }, state({})).fault?.code).to.equal("modules/argument");
    });
  }
});
