import { expect } from "chai";
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { Unknown } from "../../../../../src/model/unknown.ts";
import { copy } from "../../../../../src/modules/copy.ts";
import { predictedFrom, Target, withDefaults } from "../../../lib/target.ts";

describe("copy with remote_src", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const args = (more = {}) => ({ src: target.path("it's a"), dest: target.path("b c"), remote_src: true, ...more });

  for (const [title, bytes] of [
    ["a text", Buffer.from("one\n")],
    ["nothing", Buffer.alloc(0)],
    ["bytes that are no text", Buffer.from([0, 255, 10, 0])],
    ["more than a diff shows", Buffer.alloc(200_000, "x\n")],
  ] as const) {
    it(`copies ${title} with the source's mode, once`, async () => {
      writeFileSync(args().src, bytes);
      chmodSync(args().src, 0o4750);
      const { applied, changes } = await target.run(copy, args());
      expect(applied).to.deep.equal({ ok: true, value: {} });
      expect(changes[0]?.after).to.include({ size: bytes.length, mode: "0750" });
      expect(readFileSync(args().dest).equals(bytes)).to.equal(true);
      expect(statSync(args().dest).mode & 0o7777).to.equal(0o750);
      expect((await target.run(copy, args())).changes).to.deep.equal([]);
    });
  }

  it("replaces other content of the same size, and keeps the mode", async () => {
    writeFileSync(args().src, Buffer.alloc(100_000, "a"));
    writeFileSync(args().dest, Buffer.alloc(100_000, "b"), { mode: 0o600 });
    expect((await target.run(copy, args())).changes).to.have.length(1);
    expect(readFileSync(args().dest, "utf8")).to.match(/^a+$/);
    expect(statSync(args().dest).mode & 0o777).to.equal(0o600);
  });

  it("follows a link at the source, keeps a copy and tests the new file", async () => {
    writeFileSync(target.path("real"), "new");
    symlinkSync("real", args().src);
    writeFileSync(args().dest, "old");
    const { applied } = await target.run(copy, args({ backup: true }));
    const kept = applied?.ok === true ? applied.value["backup_file"] : undefined;
    expect(readFileSync(kept as string, "utf8")).to.equal("old");
    expect(readFileSync(args().dest, "utf8")).to.equal("new");
    writeFileSync(target.path("real"), "bad");
    const second = await target.run(copy, args({ validate: "grep -q new %s" }));
    expect(second.applied).to.have.nested.property("faults[0].code", "modules/not-valid");
    expect(readFileSync(args().dest, "utf8")).to.equal("new");
  });

  it("writes nothing if the source changes meanwhile", async () => {
    writeFileSync(args().src, "one");
    const given = withDefaults(copy, args());
    const state = await target.probe(copy, args());
    writeFileSync(args().src, "two");
    const { script, parse } = copy.apply(given, [{} as never], state);
    expect(parse?.(await target.send(script))).to.have.property("ok", false);
    expect(() => statSync(args().dest)).to.throw("ENOENT");
  });

  it("refuses what is not a file", async () => {
    expect(await target.faultOf(copy, args())).to.include({ code: "modules/nothing-to-read", missing: true });
    mkdirSync(args().src);
    expect(await target.faultOf(copy, args())).to.include({ code: "modules/copies-files" });
  });

  describe("in check mode", () => {
    const decideAfter = async (after: object | null | Unknown) => {
      writeFileSync(args().dest, "same");
      const given = withDefaults(copy, args());
      const change = { resource: { kind: "path", name: given.src as string }, after } as never;
      return copy.decide(given, await target.probe(copy, args()), predictedFrom([change]));
    };

    it("copies what an earlier task would write", async () => {
      expect((await decideAfter({ type: "file", text: "same" })).changes).to.deep.equal([]);
      expect((await decideAfter({ type: "file", text: "other" })).changes).to.have.length(1);
    });

    it("predicts nothing if the content is not known", async () => {
      expect((await decideAfter({ type: "file" })).unpredictable).to.match(/^the content of .* is not known$/);
      expect((await decideAfter({ type: "link" })).unpredictable).to.match(/^it is not known what the symbolic link/);
      expect((await decideAfter(new Unknown("not run"))).unpredictable).to.equal("not run");
      expect((await decideAfter(null)).fault).to.include({ code: "modules/nothing-to-read" });
    });
  });
});
