import { expect } from "chai";
import { canRunLab } from "../../lab/api.ts";
import { randomOf } from "../fuzz/random.ts";
import { join } from "node:path";
import { mutate } from "../../tools/mutants/mutant.ts";
import { copyProgram, type ChangeableProgram } from "../../tools/mutants/program-copy.ts";
import { FAULTS } from "./catalogue.ts";
import { CONTROLS } from "./controls.ts";
import type { Fault } from "./fault.ts";
import { KEPT } from "./kept.ts";
import type { RunSize } from "./run/instant.ts";
import { measureRun, runTrial } from "./run/trial.ts";
import { openTestBed, PROGRAM, ROOT, type TestBed } from "./test-bed.ts";

/** `npm run test:faults` tries more. */
const SAMPLE = 6;
const SEED = 1;

describe("faults", () => {
  let bed: TestBed;
  let size: RunSize;

  before(async function () {
    const answer = await canRunLab();
    if (!answer.ok) this.skip();
    bed = await openTestBed();
    size = await measureRun(bed, PROGRAM);
  });
  // It is not there if the lab cannot run.
  after(() => (bed as TestBed | undefined)?.close());

  describe("without a safeguard", () => {
    let copy: ChangeableProgram;

    before(async () => {
      copy = await copyProgram(ROOT, ["src"]);
    });
    after(() => copy.close());

    for (const { mutant, noticedBy, instant, fault: name } of CONTROLS) {
      it(`break the promise "${noticedBy}": ${mutant.name}`, async () => {
        const program = join(copy.folder, "bin/provision.js");
        const fault = FAULTS.find((one) => one.name === name);
        if (!fault) throw new Error(`There is no fault ${name}.`);
        const changes = [{ file: mutant.file, text: mutate(ROOT, mutant) }];
        const trial = await copy.withChanges(changes, () =>
          runTrial(bed, { fault, seed: SEED, instant, size, program }),
        );
        expect(trial.complaints.map(({ assertion }) => assertion)).to.include(noticedBy);
      });
    }
  });

  for (const [fault, seed] of sample()) {
    it(`keeps its promises: ${fault.name} --seed ${seed}`, async () => {
      const { complaints, instant } = await runTrial(bed, { fault, seed, size, program: PROGRAM });
      const problems = complaints.map(({ assertion, problem }) => `${assertion}: ${problem}`);
      expect(problems.join("\n"), instant).to.equal("");
    });
  }
});

/** Some of the faults that take no minute, as the seed decides, and those of them that failed once. */
function sample(): (readonly [Fault, number])[] {
  const random = randomOf(SEED);
  const quick = FAULTS.filter(({ slow }) => slow !== true);
  const shuffled = quick.map((fault) => [random.int(1_000_000), fault] as const).sort(([a], [b]) => a - b);
  const kept = KEPT.flatMap(({ fault, seed }) =>
    quick.filter(({ name }) => name === fault).map((found) => [found, seed] as const),
  );
  return [...kept, ...shuffled.slice(0, SAMPLE).map(([, fault]) => [fault, SEED] as const)];
}
