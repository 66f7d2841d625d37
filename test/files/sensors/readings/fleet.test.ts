import { expect } from "chai";
import { createFleet } from "../../../../files/sensors/readings/fleet.ts";

function valuesOf(key: string, count: number, rounds: number): string[] {
  const fleet = createFleet(count, { seed: "1", outliers: 0.1 });
  const records = Array.from({ length: count * rounds }, (_, index) => fleet.next(Math.floor(index / count) * 1000));
  return records.filter((record) => record.key === key).map(({ value }) => value);
}

describe("sensors/readings/fleet", () => {
  it("reads its sensors in turn", () => {
    const fleet = createFleet(3, { seed: "1", outliers: 0 });
    const keys = Array.from({ length: 7 }, () => fleet.next(0).key.slice(-1));
    expect(keys.join("")).to.equal("1231231");
  });

  it("does not change a sensor's records when others are added", () => {
    expect(valuesOf("sensor-0002", 2, 100)).to.have.length(100);
    expect(valuesOf("sensor-0002", 2, 100)).to.deep.equal(valuesOf("sensor-0002", 9, 100));
  });
});
