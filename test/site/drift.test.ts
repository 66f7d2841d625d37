import { expect } from "chai";
import { KINDS } from "../drift/catalogue.ts";
import { openBed } from "../drift/run/bed.ts";
import { drawMany, grouped } from "../drift/run/draw.ts";
import { failuresOf } from "../drift/run/table.ts";
import { runTrial } from "../drift/run/trial.ts";
import { deployed, SITE } from "./harness.ts";

/** `npm run test:drift` tries more. */
const SAMPLE = 8;
const SEED = 15;

describe("site/drift", () => {
  const quick = KINDS.filter(({ apart }) => apart !== true);
  // In one trial, because each takes three runs of the site. None of them touches what another one does.
  const [sample = []] = grouped(drawMany(SEED, quick.length, quick), SAMPLE);

  it(`predicts and repairs exactly what was changed by hand: ${sample.map(({ kind }) => kind.name).join(", ")}`, async () => {
    const bed = openBed(await deployed(), SITE);
    expect(failuresOf(await runTrial(bed, sample))).to.deep.equal([]);
  });
});
