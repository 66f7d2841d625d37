import { expect } from "chai";
import { LOAD_PREFIX, PROBE_PREFIX, sensorsFor, steadySensor } from "../../../bench/pipeline/readings.ts";
import { judge } from "../../../files/proof/oracle.ts";
import { DEFAULT_SETTINGS } from "../../../files/proof/settings.ts";
import { sensorId } from "../../../files/sensors/readings/signal.ts";
import { createPartitioner } from "../../../files/sensors/kafka/kafka.ts";

const partitionOf = createPartitioner("raw_sensors", 4);

describe("bench/pipeline readings", () => {
  it("come from the same number of sensors in each partition, in the order of partitions", () => {
    const ids = sensorsFor({ prefix: "load", partitions: 4, inEach: 3, partitionOf });
    expect(new Set(ids)).to.have.property("size", 12);
    expect(ids.map(partitionOf)).to.deep.equal([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it("come from sensors that sort after the site's, whose first the dashboard shows", () => {
    for (const prefix of [PROBE_PREFIX, LOAD_PREFIX]) expect(`${prefix}-0001` > sensorId(99_999)).to.equal(true);
  });

  it("are all clean by the job's rules, even after those of an earlier run", () => {
    const runs = [steadySensor("load-0001"), steadySensor("load-0001")];
    const readings = runs.flatMap((next, run) =>
      Array.from({ length: run === 0 ? 8 : 200 }, (_, index) => next(1_767_225_600_000 + (run * 1000 + index) * 10)),
    );
    const records = readings.map(({ key, value }, offset) => ({ partition: 0, offset, headers: {}, key, value }));
    const verdicts = judge(records, DEFAULT_SETTINGS).map(({ verdict }) => verdict);
    expect(verdicts).to.have.length(208);
    expect(new Set(verdicts)).to.deep.equal(new Set(["clean"]));
  });

  it("number each sensor's readings from 0, with their event time", () => {
    const next = steadySensor("probe-0001");
    next(1000);
    expect(next(2000)).to.deep.equal({
      key: "probe-0001",
      value: '{"sensor":"probe-0001","seq":1,"ts":2000,"value":50.1}',
      timestamp: 2000,
    });
  });
});
