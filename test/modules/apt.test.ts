import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { apt } from "../../src/modules/apt.ts";
import { parseApt } from "../../src/modules/lib/packages/probe.ts";
import type { AptState } from "../../src/modules/lib/packages/state.ts";
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
  ...{
    held: new Set<string>(),
    leftovers: new Set<string>(),
    providers: new Map(),
    near: new Map(),
    provided: new Set<string>(),
  },
  ...{ plan: [], outdated: 0 },
  ...{ listsAge, sourcesChanged: false },
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
    expect(fault?.message).to.include("version 3 of curl");
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
    expect(script({ name: "nano", state: "absent" }, state({ nano: "1" }))).to.match(/apt-get 'remove' .*-- 'nano'/);
  });

  it("reads held, removed, virtual and misspelt packages, and when the sources have changed", () => {
    const lines = ["now 1000", "lists 900.5", "sources 900.4", "hold curl", "leftover nano", "provider mta exim4"];
    const parsed = parseApt(
      answered(`${[...lines, "provider mta postfix", "near crul curl", "near crul cruft"].join("\n")}\n`),
    );
    expect(parsed.ok && parsed.value).to.deep.include({
      held: new Set(["curl"]),
      leftovers: new Set(["nano"]),
      providers: new Map([["mta", ["exim4", "postfix"]]]),
      near: new Map([["crul", ["curl", "cruft"]]]),
      sourcesChanged: false,
    });
    const later = parseApt(answered("now 1000\nlists 900.5\nsources 800\nsources 900.6\n"));
    expect(later.ok && later.value.sourcesChanged).to.equal(true);
  });

  it("fetches lists that are older than the sources, however young they are", () => {
    const found = { ...state({ curl: "1" }, { curl: "1" }, 10), sourcesChanged: true };
    expect(decide({ update_cache: true }, found).changes[0]).to.deep.include({
      before: "0 minutes old, older than the sources",
      after: "fetched",
    });
    expect(script({ update_cache: true }, found)).to.include("apt-get update");
    expect(decide({ name: "curl", update_cache: true }, found).changes).to.deep.equal([]);
    expect(decide({ name: "curl", state: "latest", update_cache: true }, found).changes).to.have.length(1);
    expect(decide({}, found).changes).to.deep.equal([]);
  });

  it("predicts in check mode that lists are fetched after an earlier task has added a source", () => {
    const added = (name: string) => predictedFrom([{ resource: { kind: "path", name }, after: { type: "file" } }]);
    const fresh = state({}, {}, 10);
    for (const path of ["/etc/apt/sources.list", "/etc/apt/sources.list.d/x.sources", "/etc/apt/keyrings/x.asc"]) {
      expect(decide({ update_cache: true }, fresh, added(path)).changes, path).to.have.length(1);
    }
    expect(decide({ update_cache: true }, fresh, added("/etc/motd")).changes).to.deep.equal([]);
  });

  it("predicts in check mode that lists are fetched once, and again after a further source", () => {
    const source = (name: string) =>
      ({ resource: { kind: "path", name: `/etc/apt/sources.list.d/${name}` }, after: { type: "file" } }) as const;
    const old = state({}, {}, 7200);
    const fetched = decide({ update_cache: true }, old).changes;
    const again = (...changes: Parameters<typeof predictedFrom>[0]) =>
      decide({ update_cache: true }, old, predictedFrom(changes)).changes.length;
    expect(again(...fetched)).to.equal(0);
    expect(again(source("a"), ...fetched)).to.equal(0);
    expect(again(source("a"), ...fetched, source("b"))).to.equal(1);
    expect(again(source("a"), ...fetched, source("a"))).to.equal(1);
  });

  it("rejects a change of a held package, in check mode too, and keeps it otherwise", () => {
    const found = { ...state({ curl: "1" }, { curl: "2" }, 60, { curl: ["2", "1"] }), held: new Set(["curl"]) };
    for (const args of [{ state: "latest" }, { state: "absent" }, { name: "curl=2" }]) {
      const { fault } = decide({ name: "curl", ...args }, found);
      expect(fault).to.include({ code: "modules/held-package", missing: true });
      expect(fault?.message).to.include("curl is held at version 1");
    }
    expect(decide({ name: "curl" }, found).fault).to.equal(undefined);
    expect(decide({ name: "curl=1" }, found).fault).to.equal(undefined);
    const newest = { ...found, candidates: new Map([["curl", "1"]]) };
    const unchanged = decide({ name: "curl", state: "latest" }, newest);
    expect([unchanged.changes, unchanged.fault]).to.deep.equal([[], undefined]);
  });

  it("names the packages that provide a virtual one, and the nearest name of an unknown one", () => {
    const found = {
      ...state({}),
      providers: new Map([["mta", ["exim4"]]]),
      near: new Map([["crul", ["cruft", "curl"]]]),
    };
    expect(decide({ name: "mta" }, found).fault?.hint).to.include("exim4");
    expect(decide({ name: "crul" }, found).fault?.hint).to.include("`curl`");
  });

  it("removes configuration files with `purge`, also those of a package that is removed already", () => {
    const purge = { name: "nano", state: "absent", purge: true };
    expect(script(purge, state({ nano: "1" }))).to.match(/apt-get 'purge' .*-- 'nano'/);
    const removed = { ...state({}), leftovers: new Set(["nano"]) };
    expect(script(purge, removed)).to.match(/apt-get 'purge' .*-- 'nano'/);
    expect(decide({ name: "nano", state: "absent" }, removed).changes).to.deep.equal([]);
  });

  it("accepts a list in one string, and names a package twice only once", () => {
    const found = state({}, { curl: "1", nano: "2" });
    const named = (name: unknown) => decide({ name }, found).changes.map(({ resource }) => resource.name);
    expect(named("curl, nano")).to.deep.equal(["curl", "nano"]);
    expect(named(["curl,nano", "curl"])).to.deep.equal(["curl", "nano"]);
    expect(decide({ name: ["curl=1", "curl=2"] }, found).fault?.message).to.include("curl with two versions");
  });

  const failures: readonly (readonly [string, string, string])[] = [
    [
      "who holds the lock",
      "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 123 (unattended-upgr)\nE: Unable to acquire",
      "modules/apt-locked: The lock /var/lib/dpkg/lock-frontend of apt is not free after 300 s: unattended-upgr (process 123) holds it.",
    ],
    [
      "how to repair dpkg",
      "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
      "modules/dpkg-interrupted: The target's package manager was interrupted and has to be repaired first.",
    ],
    [
      "what apt says otherwise",
      "E: Broken packages",
      "modules/step-failed: The target could not change packages with apt (exit status 100).",
    ],
  ];
  for (const [what, stderr, expected] of failures) {
    it(`says ${what} if apt fails`, () => {
      const args = withDefaults(apt, { name: "curl" });
      const found = state({}, { curl: "1" });
      const [first] = apt.decide(args, found, NOTHING_PREDICTED).changes;
      if (!first) throw new Error("nothing to do");
      const failed = apt.apply(args, [first], found).parse?.(answered("", stderr, 100));
      const fault = failed?.ok === false ? failed.faults[0] : undefined;
      expect(`${fault?.code ?? ""}: ${fault?.message ?? ""}`).to.equal(expected);
      expect(fault?.details).to.deep.equal(stderr.split("\n"));
    });
  }

  for (const [name, hint] of [
    ["foo=1*", "complete version"],
    ["foo:arm64", "architecture"],
    ["/tmp/foo.deb", "Copy the file"],
  ] as const) {
    it(`says what to write instead of ${name}`, () => {
      expect(decide({ name }, state({})).fault?.hint).to.include(hint);
    });
  }

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
