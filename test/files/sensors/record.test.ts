import { expect } from "chai";
import { place, toRecord } from "../../../files/sensors/record.ts";

const READING = { sensor: "sensor-0001", seq: 7, ts: 1_767_225_600_000, value: 48.3, injected: false };

describe("sensors: record", () => {
  it("is keyed by the sensor, stamped with the event time, and carries no header", () => {
    expect(toRecord(READING)).to.deep.equal({
      key: "sensor-0001",
      value: '{"sensor":"sensor-0001","seq":7,"ts":1767225600000,"value":48.3}',
      timestamp: 1_767_225_600_000,
    });
  });

  it("tells an injected outlier by a header alone", () => {
    const injected = toRecord({ ...READING, injected: true });
    expect(injected.headers).to.deep.equal({ injected: "outlier" });
    expect(injected.value).to.equal(toRecord(READING).value);
  });

  it("counts the places of a batch on from the first offset", () => {
    const [plain, labelled] = [toRecord(READING), toRecord({ ...READING, injected: true })];
    expect(place("raw_sensors", 3, 40, [plain, labelled])).to.deep.equal([
      { topic: "raw_sensors", partition: 3, offset: 40, key: plain.key, value: plain.value },
      { topic: "raw_sensors", partition: 3, offset: 41, key: plain.key, value: plain.value, headers: labelled.headers },
    ]);
  });
});
