import { readFileSync } from "node:fs";
import { expect } from "chai";
import { toRecord } from "../../../files/sensors/readings/record.ts";

const PAGE = readFileSync("docs/records.md", "utf8");

type Json = Record<string, unknown>;

/** The example lines of a topic, found as other tests find them. */
function examples(topic: string): { line: string; json: Json }[] {
  const block = new RegExp(`^\`\`\`text ${topic}\\n(.*?)^\`\`\``, "ms").exec(PAGE)?.[1] ?? "";
  return block
    .trimEnd()
    .split("\n")
    .map((line) => ({ line, json: JSON.parse(line) as Json }));
}

describe("docs/records.md", () => {
  it("shows raw records exactly as the producer writes them", () => {
    const shown = examples("raw_sensors");
    expect(shown).to.have.length(3);
    for (const { line, json } of shown) {
      const reading = json as { sensor: string; seq: number; ts: number; value: number };
      expect(toRecord({ ...reading, injected: false }).value).to.equal(line);
    }
  });

  it("shows values without spaces", () => {
    for (const topic of ["raw_sensors", "clean_sensors", "outlier_stats"]) {
      for (const { line, json } of examples(topic)) expect(JSON.stringify(json)).to.equal(line);
    }
  });

  it("shows clean records as raw ones plus the filter", () => {
    for (const { json } of examples("clean_sensors")) {
      expect(Object.keys(json)).to.deep.equal(["sensor", "seq", "ts", "value", "filter"]);
      expect(json["filter"]).to.match(/^[0-9a-f]{8}$/);
    }
  });

  it("shows counts that add up, over windows of ten minutes", () => {
    for (const { json } of examples("outlier_stats")) {
      const { window_start: start, window_end: end, outliers, by_sensor: bySensor } = json as Record<string, number>;
      expect(Number(start) % 600_000).to.equal(0);
      expect(end).to.equal(Number(start) + 600_000);
      const counts = Object.values(bySensor as unknown as Record<string, number>);
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(outliers);
    }
  });

  it("has an example for every reason in its table, and no others", () => {
    const reasons = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| (?:has|is) /gm)].map((match) => match[1]);
    const shown = new Set(examples("malformed_sensors").map(({ json }) => json["reason"]));
    expect(reasons).to.have.length(8);
    expect([...shown]).to.deep.equal(reasons);
  });
});
