import { expect } from "chai";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { Unknown } from "../../src/model/unknown.ts";
import { stat } from "../../src/modules/stat.ts";
import { predictedFrom, withDefaults, Target } from "./lib/target.ts";

const SHA_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

describe("stat", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  it("reports a path's type and attributes", async () => {
    writeFileSync(target.path("f"), "x", { mode: 0o640 });
    mkdirSync(target.path("d"));
    symlinkSync("to\nf", target.path("l"));
    symlinkSync("f", target.path("to f"));
    const statOf = async (name: string, more = {}) =>
      (await target.run(stat, { path: target.path(name), ...more })).result;
    expect(await statOf("f")).to.include({ exists: true, type: "file", mode: "0640", size: 1, sha256: SHA_OF_X });
    expect(await statOf("f", { get_checksum: false })).to.not.have.property("sha256");
    expect(await statOf("d")).to.include({ exists: true, type: "directory" });
    expect(await statOf("l")).to.include({ type: "link", target: "to\nf" });
    expect(await statOf("to f", { follow: true })).to.include({ type: "file", size: 1 });
    expect(await statOf("none")).to.deep.equal({ exists: false });
    expect(await statOf("f/below")).to.deep.equal({ exists: false });
  });

  it("reports predicted attributes in check mode, and unknown for the others", async () => {
    const path = target.path("f");
    const full = withDefaults(stat, { path });
    const after = { type: "file", mode: "0600", size: 3, sha256: "abc" };
    const { result } = stat.decide(
      full,
      await target.probe(stat, full),
      predictedFrom([{ resource: { kind: "path", name: path }, after }]),
    );
    expect(result).to.include({ exists: true, type: "file", mode: "0600", size: 3, sha256: "abc" });
    expect(result["mtime"]).to.be.instanceOf(Unknown);
  });
});
