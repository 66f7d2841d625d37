import { expect } from "chai";
import { place, toRecord } from "../../../../files/sensors/readings/record.ts";

const READING = { sensor: "sensor-0001", seq: 7, ts: 1_767_225_600_000, value: 48.3, injected: false };

describe("sensors/readings/record", () => {
  it("has the sensor as key, the event time as timestamp, and no header", () => {
    expect(toRecord(READING)).to.deep.equal({
      key: "sensor-0001",
      value: '{"sensor":"sensor-0001","seq":7,"ts":1767225600000,"value":48.3}',
      timestamp: 1_767_225_600_000,
    });
  });

  it("marks an injected outlier only by a header", () => {
    const injected = toRecord({ ...READING, injected: true });
    expect(injected.headers).to.deep.equal({ injected: "outlier" });
    expect(injected.value).to.equal(toRecord(READING).value);
  });

  it("numbers the offsets of a batch from the first one", () => {
    const [plain, labelled] = [toRecord(READING), toRecord({ ...READING, injected: true })];
    expect(place("raw_sensors", 3, 40, [plain, labelled])).to.deep.equal([
      { topic: "raw_sensors", partition: 3, offset: 40, key: plain.key, value: plain.value },
      { topic: "raw_sensors", partition: 3, offset: 41, key: plain.key, value: plain.value, headers: labelled.headers },
    ]);
  });
});
