import { expect } from "chai";
import { load } from "../load.ts";

interface Frame {
  readonly schema: { readonly fields: readonly unknown[] };
  readonly data: { readonly values: readonly (readonly unknown[])[] };
}
type MakeFrame = (refId: string, columns: readonly string[], rows: readonly (readonly unknown[])[]) => Frame;
interface Macros {
  timeOf(text: string, now: number): number;
  withMacros(sql: string, range: { from: number; to: number; intervalMs: number }): string;
}

describe("lab/images/grafana: frames", () => {
  let longFrame: MakeFrame;
  let wideFrame: MakeFrame;
  let macros: Macros;
  before(async () => {
    ({ longFrame, wideFrame } = await load<{ longFrame: MakeFrame; wideFrame: MakeFrame }>(
      "grafana",
      "app",
      "frames.mjs",
    ));
    macros = await load("grafana", "app", "macros.mjs");
  });
  const TIME = "2026-01-01T00:00:00.000Z";

  it("have the types that the plugin guesses", () => {
    const columns = ["__time", "time_ms", "value", "count", "flag", "name", "none"];
    const { schema, data } = longFrame("A", columns, [
      [TIME, 5, 1.5, "12", "true", "x", null],
      [TIME, 6, null, null, null, null, null],
    ]);
    const types = ["time", "time", "number", "number", "boolean", "string", "string"];
    expect(schema.fields).to.deep.equal(columns.map((name, index) => ({ name, type: types[index] })));
    expect(data.values).to.deep.equal([
      [Date.parse(TIME), Date.parse(TIME)],
      [5, 6],
      [1.5, 0],
      [12, 0],
      [true, false],
      ["x", ""],
      ["", ""],
    ]);
  });

  it("have no fields if there are no rows", () => {
    expect(longFrame("A", ["a"], []).schema.fields).to.deep.equal([]);
  });

  it("become one series per label in wide format", () => {
    const { schema, data } = wideFrame(
      "A",
      ["time_ms", "sensor", "value"],
      [
        [1, "a", 10],
        [1, "b", 20],
        [2, "b", 21],
      ],
    );
    expect(schema.fields).to.deep.equal([
      { name: "time_ms", type: "time" },
      { name: "value", type: "number", labels: { sensor: "a" } },
      { name: "value", type: "number", labels: { sensor: "b" } },
    ]);
    expect(data.values).to.deep.equal([
      [1, 2],
      [10, null],
      [20, 21],
    ]);
  });

  it("reject wide format without a time column, or with unsorted rows", () => {
    expect(() => wideFrame("A", ["value"], [[1]])).to.throw(/no time column/);
    expect(() =>
      wideFrame(
        "A",
        ["time_ms", "value"],
        [
          [2, 1],
          [1, 1],
        ],
      ),
    ).to.throw(/not sorted/);
  });

  it("come from queries whose interval and range macros are replaced, but not other variables", () => {
    const range = { from: 0, to: 3_600_000, intervalMs: 60_000 };
    const sql = "$__interval $__interval_ms ${__range_s} $__range_ms $__from $other";
    expect(macros.withMacros(sql, range)).to.equal("60s 60000 3600 3600000 $__from $other");
  });

  it("accept timestamps and times relative to now", () => {
    expect(macros.timeOf("now-6h", 21_600_001)).to.equal(1);
    expect(macros.timeOf("now", 5)).to.equal(5);
    expect(macros.timeOf("1767225600000", 5)).to.equal(1_767_225_600_000);
    expect(() => macros.timeOf("yesterday", 5)).to.throw(/not a time: yesterday/);
  });
});
