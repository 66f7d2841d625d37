import { expect } from "chai";
import { lstatSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { Unknown } from "../../../../src/model/unknown.ts";
import { tempfile } from "../../../../src/modules/files/tempfile/tempfile.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/tempfile", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const make = async (more: object = {}) => {
    const { changes, result, applied } = await target.run(tempfile, { path: target.folder, ...more });
    expect(changes).to.have.length(1);
    expect(result["path"]).to.be.instanceOf(Unknown);
    return applied?.ok ? (applied.value["path"] as string) : undefined;
  };

  it("makes another file each time, which only its owner can read", async () => {
    const paths = [await make({ prefix: "it's $HOME ", suffix: ".x y" }), await make()];
    expect(new Set(paths).size).to.equal(2);
    expect(paths[0]).to.match(/\/it's \$HOME [0-9a-f]+\.x y$/);
    for (const path of paths) expect(lstatSync(path ?? "").mode.toString(8)).to.equal("100600");
  });

  it("makes a folder that only its owner can enter", async () => {
    const path = await make({ state: "directory" });
    expect(lstatSync(path ?? "").mode.toString(8)).to.equal("40700");
  });

  it("makes it in the folder that a link leads to", async () => {
    symlinkSync(target.folder, target.path("link"));
    expect(await make({ path: target.path("link"), prefix: "a" })).to.match(new RegExp(`^${target.folder}/a`));
  });

  it("fails without its folder, and predicts one that an earlier task would make", async () => {
    const args = withDefaults(tempfile, { path: target.path("none") });
    expect((await target.faultOf(tempfile, args))?.code).to.equal("modules/no-parent");
    writeFileSync(target.path("file"), "");
    expect((await target.faultOf(tempfile, { path: target.path("file") }))?.code).to.equal("modules/no-parent");
    const state = await target.probe(tempfile, args);
    const folder = { resource: { kind: "path", name: args.path }, after: { type: "directory" } } as const;
    expect(tempfile.decide(args, state, predictedFrom([folder])).changes).to.have.length(1);
    expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "file"]);
  });
});
