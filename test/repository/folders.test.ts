import { dirname } from "node:path";
import { expect } from "chai";
import { FILES } from "./tracked-files.ts";

const LIMIT = 20;
/** Folders whose files `npm run generate` writes. */
const GENERATED = new Set(["docs/reference/modules"]);

describe("repository/folders", () => {
  it(`hold at most ${LIMIT} files written by hand`, () => {
    const counts = new Map<string, number>();
    for (const file of FILES) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const crowded = [...counts].filter(([folder, count]) => count > LIMIT && !GENERATED.has(folder));
    expect(crowded.map(([folder, count]) => `${folder} has ${String(count)} files`)).to.be.empty;
  });
});
