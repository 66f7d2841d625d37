import { expect } from "chai";
import { evaluate } from "../../../bench/pipeline/delays.ts";
import { delaysSection } from "../../../bench/pipeline/delays-section.ts";
import { readingsQuery } from "../../../bench/pipeline/watch.ts";

const PROBES = [
  { id: "a 1", sent: 90, acknowledged: 100 },
  { id: "b 2", sent: 190, acknowledged: 220 },
];

describe("bench/pipeline delays", () => {
  const watches = new Map([
    [
      "raw_sensors" as const,
      {
        seen: new Map([
          ["b 2", 1420],
          ["a 1", 400],
        ]),
        between: [100, 104, 300],
      },
    ],
  ]);

  it("count from a reading's acknowledgement to the first answer that contains it", () => {
    const { acknowledged, visible } = evaluate(PROBES, watches);
    expect(acknowledged).to.deep.equal([10, 30]);
    expect(visible.get("raw_sensors")?.delays).to.deep.equal([300, 1200]);
  });

  it("are in the section with their resolution", () => {
    const section = delaysSection(evaluate(PROBES, watches), 10_000);
    expect(section).to.match(/^\| visible in raw_sensors +\| +300 ms \| 1,200 ms \| 1,200 ms \| +104 ms \|$/m);
    expect(section).to.contain("2 marked readings").and.to.contain("every 10 s");
  });

  it("are queried by sensor and event time", () => {
    const query = readingsQuery({ datasource: "clean_sensors", sensors: ["probe-1", "probe-2"], since: 5 });
    expect(query.replaceAll(/\s+/g, " ")).to.equal(
      `SELECT "sensor", TIMESTAMP_TO_MILLIS(__time) FROM "clean_sensors" WHERE __time >= MILLIS_TO_TIMESTAMP(5) AND "sensor" IN ('probe-1', 'probe-2')`,
    );
  });
});
