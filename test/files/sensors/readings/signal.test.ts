import { expect } from "chai";
import { createSensor, sensorId, type Reading } from "../../../../files/sensors/readings/signal.ts";

const START = 1_767_225_600_000;

function readings(count: number, options: { id?: string; seed?: string; outliers?: number } = {}): Reading[] {
  const { id = "sensor-0001", seed = "1", outliers = 0 } = options;
  const sensor = createSensor(id, { seed, outliers });
  return Array.from({ length: count }, (_, index) => sensor.read(START + index * 1000));
}

describe("sensors/readings/signal", () => {
  it("names sensors with a fixed width", () => {
    expect([0, 9998, 9999].map(sensorId)).to.deep.equal(["sensor-0001", "sensor-9999", "sensor-10000"]);
  });

  it("counts from 0, keeps the given time, and rounds to thousandths", () => {
    const [first, second] = readings(2);
    expect(first).to.include({ sensor: "sensor-0001", seq: 0, ts: START, injected: false });
    expect(second).to.include({ seq: 1, ts: START + 1000 });
    expect(String(first?.value)).to.match(/^-?\d+(\.\d{1,3})?$/);
  });

  it("repeats itself for the same seed, but not for another seed or sensor", () => {
    const values = (list: Reading[]): number[] => list.map(({ value }) => value);
    expect(readings(50)).to.deep.equal(readings(50));
    expect(values(readings(50))).to.not.deep.equal(values(readings(50, { seed: "2" })));
    expect(values(readings(50))).to.not.deep.equal(values(readings(50, { id: "sensor-0002" })));
  });

  it("injects about the requested share, and none at 0", () => {
    const injected = (share: number): number => readings(10_000, { outliers: share }).filter((r) => r.injected).length;
    expect(injected(0)).to.equal(0);
    expect(injected(0.05)).to.be.within(400, 600);
    expect(injected(1)).to.equal(10_000);
  });

  it("changes no other value, and includes the outliers of a smaller share", () => {
    const none = readings(2000);
    const few = readings(2000, { outliers: 0.02 });
    const more = readings(2000, { outliers: 0.1 });
    few.forEach((reading, at) => {
      if (reading.injected) expect(more[at]).to.deep.equal(reading);
      else expect(reading.value).to.equal(none[at]?.value);
    });
  });

  it("puts outliers at least 50 away from the original value", () => {
    const clean = readings(2000);
    const jumps = readings(2000, { outliers: 1 }).map(({ value }, at) => Math.abs(value - (clean[at]?.value ?? value)));
    expect(Math.min(...jumps)).to.be.at.least(49.9);
    expect(Math.max(...jumps)).to.be.at.most(100.1);
  });

  it("follows the seasons: a day's values span more than the noise", () => {
    const sensor = createSensor("sensor-0001", { seed: "1", outliers: 0 });
    const day = Array.from({ length: 24 * 60 }, (_, minute) => sensor.read(START + minute * 60_000).value);
    expect(Math.max(...day) - Math.min(...day)).to.be.within(10, 34);
  });
});
