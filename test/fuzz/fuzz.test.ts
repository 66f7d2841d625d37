import { expect } from "chai";
import { fuzz } from "./fuzz.ts";
import { damaged, randomOf } from "./random.ts";
import { TARGETS } from "./targets.ts";

/** `npm run fuzz` tries more. */
const RUNS = 40;
const SEED = 1;
/** The seeds of inputs that failed once. */
const KEPT: Readonly<Record<string, readonly number[]>> = { kafka: [69] };

describe("fuzz", () => {
  for (const target of TARGETS) {
    it(`${target.name} stands ${RUNS} inputs from seed ${SEED}`, async () => {
      expect(await fuzz(target, SEED, RUNS)).to.deep.equal([]);
    });

    for (const seed of KEPT[target.name] ?? []) {
      it(`${target.name} stands the input of seed ${seed}, which failed once`, async () => {
        expect(await fuzz(target, seed, 1)).to.deep.equal([]);
      });
    }
  }

  it("repeats an input by its seed, and reports each that fails", async () => {
    const inputs = new Set<string>();
    const failing = {
      name: "failing",
      run: (random: ReturnType<typeof randomOf>) => {
        inputs.add(damaged("some text", random));
        return Promise.reject(new Error("no"));
      },
    };
    const failures = await fuzz(failing, 5, 2);
    expect(failures.map((failure) => failure.split("\n")[0])).to.deep.equal([
      "failing, seed 5: Error: no",
      "failing, seed 6: Error: no",
    ]);
    const before = inputs.size;
    await fuzz(failing, 5, 2);
    expect(inputs.size).to.equal(before);
  });
});
