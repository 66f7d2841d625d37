import { expect } from "chai";
import { streamFrom, streamNamed } from "../../../../files/sensors/readings/random.ts";

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

describe("sensors/readings/random", () => {
  it("computes xoshiro128**", () => {
    const stream = streamFrom([1, 2, 3, 4]);
    expect(many(4, stream.integer)).to.deep.equal([11520, 0, 5927040, 70819200]);
  });

  it("produces the same numbers for the same name", () => {
    expect(many(100, streamNamed("a").integer)).to.deep.equal(many(100, streamNamed("a").integer));
  });

  it("produces different numbers from the first on for names that differ in one letter", () => {
    const firsts = many(1000, () => 0).map((_, index) => streamNamed(`1/sensor-${index}/noise`).integer());
    expect(new Set(firsts).size).to.equal(1000);
  });

  it("spreads uniform numbers evenly from 0 to below 1", () => {
    const numbers = many(10_000, streamNamed("even").uniform);
    expect(Math.min(...numbers)).to.be.at.least(0);
    expect(Math.max(...numbers)).to.be.below(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const hits = numbers.filter((number) => Math.floor(number * 10) === tenth);
      expect(hits.length, String(tenth)).to.be.within(900, 1100);
    }
  });

  it("produces normal numbers with mean 0 and deviation 1", () => {
    const numbers = many(10_000, streamNamed("bell").normal);
    const mean = numbers.reduce((sum, number) => sum + number) / numbers.length;
    const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
    expect(mean).to.be.closeTo(0, 0.05);
    expect(variance).to.be.closeTo(1, 0.05);
  });
});
