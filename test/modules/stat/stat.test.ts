import { expect } from "chai";
import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { Unknown } from "../../../src/model/unknown.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import { stat } from "../../../src/modules/stat/stat.ts";
import { predictedFrom, withDefaults, Target } from "../lib/target.ts";

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
    expect(await statOf("none")).to.deep.equal({ exists: false, stat: { exists: false } });
    expect(await statOf("f/below")).to.deep.equal({ exists: false, stat: { exists: false } });
  });

  it("reports the same by Ansible's names", async () => {
    writeFileSync(target.path("f"), "x", { mode: 0o640 });
    mkdirSync(target.path("d"), { mode: 0o755 });
    symlinkSync("f", target.path("l"));
    const statOf = async (name: string) =>
      (await target.run(stat, { path: target.path(name) })).result["stat"] as ValueMap;
    const file = await statOf("f");
    expect(file).to.include({ exists: true, isreg: true, isdir: false, islnk: false, mode: "0640", size: 1 });
    expect(file).to.include({ path: target.path("f"), rusr: true, xusr: false, rgrp: true, wgrp: false, roth: false });
    expect(file["uid"]).to.equal(process.getuid?.());
    expect(file["pw_name"]).to.equal(userInfo().username);
    expect(file).to.not.have.any.keys("lnk_target", "checksum");
    expect(await statOf("d")).to.include({ isreg: false, isdir: true, islnk: false, xoth: true, isuid: false });
    expect(await statOf("l")).to.include({ isreg: false, isdir: false, islnk: true, lnk_target: "f" });
  });

  it("computes a digest by another algorithm, also of what an earlier task would write", async () => {
    const path = target.path("f");
    writeFileSync(path, "x");
    const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
    const args = { path, checksum_algorithm: "sha1" } as const;
    const { result } = await target.run(stat, args);
    expect(result).to.include({ sha256: SHA_OF_X, checksum: sha1("x") });
    expect(result["stat"]).to.include({ checksum: sha1("x") });
    expect((await target.run(stat, { ...args, get_checksum: false })).result).to.not.have.property("checksum");
    expect((await target.run(stat, { path: target.path("none"), checksum_algorithm: "md5" })).result).to.deep.equal({
      exists: false,
      stat: { exists: false },
    });
    const full = withDefaults(stat, args);
    const state = await target.probe(stat, full);
    const later = (after: ValueMap) =>
      stat.decide(full, state, predictedFrom([{ resource: { kind: "path", name: path }, after }])).result["checksum"];
    expect(later({ type: "file", text: "new" })).to.equal(sha1("new"));
    expect(later({ type: "file", sha256: "abc" })).to.be.instanceOf(Unknown);
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
    const byAnsible = result["stat"] as ValueMap;
    expect(byAnsible).to.include({ exists: true, isreg: true, mode: "0600", rusr: true, xusr: false, size: 3 });
    for (const name of ["mtime", "uid", "pw_name"]) expect(byAnsible[name]).to.be.instanceOf(Unknown);
  });
});
