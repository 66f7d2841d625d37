import { expect } from "chai";
import { jarProblem } from "../../../src/modules/flink_job/jar.ts";

const HEAD = "PK\u0003\u0004";
const MANIFEST = "META-INF/MANIFEST.MF";

/** Checks a file whose bytes arrive in these pieces. */
async function problemOf(pieces: readonly string[], needsManifest = true): Promise<string | undefined> {
  const open = async function* () {
    for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece, "latin1"));
  };
  return jarProblem({ label: "a.jar", size: 0, sha256: "", open }, needsManifest);
}

describe("modules/flink_job/jar", () => {
  it("accepts an archive with a manifest, however its bytes are split", async () => {
    const all = `${HEAD}some bytes ${MANIFEST} and more`;
    expect(await problemOf([all])).to.equal(undefined);
    expect(await problemOf(Array.from(all))).to.equal(undefined);
    expect(await problemOf([all.slice(0, 20), all.slice(20)])).to.equal(undefined);
  });

  it("rejects a file that is not an archive", async () => {
    for (const pieces of [[], [""], ["PK"], ["not a jar"], ["P", "L", "A", "N"]]) {
      expect(await problemOf(pieces)).to.equal("it is not an archive");
    }
  });

  it("requires a manifest if no class is named", async () => {
    expect(await problemOf([`${HEAD} NOTE`, "NOTE"])).to.contain("no manifest");
    expect(await problemOf([`${HEAD} NOTE`], false)).to.equal(undefined);
  });
});
