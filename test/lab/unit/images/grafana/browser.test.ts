import { expect } from "chai";
import { load } from "../load.ts";

type Config = Record<string, unknown>;
interface Field {
  readonly name: string;
  readonly config: Config & { readonly custom: Config };
}
interface Variables {
  replaced(text: string, values: ReadonlyMap<string, unknown>): string;
  selectedOf(variable: unknown, options: readonly string[]): unknown;
  intervalOf(range: { from: number; to: number }, panel: Config): number;
}
interface Fields {
  framesOf(panel: unknown, frames: readonly unknown[]): Field[][];
  withGaps(times: readonly number[], columns: readonly (readonly unknown[])[], gap: number): unknown[][];
  isolated(values: readonly unknown[]): number[];
  stacked(columns: readonly (readonly unknown[])[]): number[][];
}
interface Placed {
  readonly panel: { readonly gridPos: Config };
  readonly own: ReadonlyMap<string, unknown>;
}

describe("lab/images/grafana: drawing", () => {
  let variables: Variables;
  let fields: Fields;
  let formatted: (value: unknown, config?: Config) => string;
  let valueColor: (value: unknown, config: Config) => string;
  let arranged: (panels: readonly unknown[], values: ReadonlyMap<string, unknown>) => Placed[];
  const module = <T>(name: string) => load<T>("grafana", "app", "browser", name);
  before(async () => {
    variables = await module("variables.mjs");
    fields = await module("fields.mjs");
    ({ formatted } = await module<{ formatted: typeof formatted }>("format.mjs"));
    ({ valueColor } = await module<{ valueColor: typeof valueColor }>("colors.mjs"));
    ({ arranged } = await module<{ arranged: typeof arranged }>("layout.mjs"));
  });

  it("replaces variables, quotes for SQL included", () => {
    const values = new Map<string, unknown>([
      ["one", "a"],
      ["several", ["a'b", "c"]],
    ]);
    expect(variables.replaced("$one ${one} ${several:sqlstring} $other", values)).to.equal("a a 'a''b','c' $other");
  });

  it("selects the values that exist, or else the first one", () => {
    const multi = { multi: true, current: { value: ["b", "gone"] } };
    expect(variables.selectedOf(multi, ["a", "b"])).to.deep.equal(["b"]);
    expect(variables.selectedOf(multi, ["a"])).to.deep.equal(["a"]);
    expect(variables.selectedOf({ current: {} }, ["a", "b"])).to.equal("a");
    expect(variables.selectedOf({}, [])).to.equal("");
  });

  it("chooses a round interval, and not below the panel's own", () => {
    const hour = { from: 0, to: 3_600_000 };
    expect(variables.intervalOf(hour, { maxDataPoints: 720 })).to.equal(5000);
    expect(variables.intervalOf(hour, { interval: "10m" })).to.equal(600_000);
    expect(variables.intervalOf(hour, { maxDataPoints: 700 })).to.equal(10_000);
  });

  it("names fields by their label, and applies overrides", () => {
    const panel = {
      fieldConfig: {
        defaults: { displayName: "${__field.labels.sensor}", unit: "s" },
        overrides: [
          {
            matcher: { id: "byName", options: "value" },
            properties: [
              { id: "unit", value: "short" },
              { id: "custom.lineWidth", value: 2 },
            ],
          },
        ],
      },
    };
    const schema = {
      fields: [
        { name: "time", type: "time" },
        { name: "value", type: "number", labels: { sensor: "a" } },
      ],
    };
    const [[time, value] = []] = fields.framesOf(panel, [{ schema, data: { values: [[1], [2]] } }]);
    expect(time?.name).to.equal("time");
    expect(value).to.deep.include({ name: "a", values: [2] });
    expect(value?.config).to.deep.include({ unit: "short", custom: { lineWidth: 2 } });
  });

  it("ends lines where times are far apart", () => {
    expect(fields.withGaps([0, 10, 50, 60], [[1, 2, 3, 4]], 20)).to.deep.equal([
      [0, 10, 30, 50, 60],
      [1, 2, null, 3, 4],
    ]);
    expect(fields.withGaps([0, 10, 30], [[1, 2, 3]], 20)).to.deep.equal([
      [0, 10, 30],
      [1, 2, 3],
    ]);
  });

  it("marks values without a neighbour, which no line reaches", () => {
    expect(fields.isolated([1, null, 2, undefined, 3, null, undefined, 4])).to.deep.equal([0, 7]);
    expect(fields.isolated([1])).to.deep.equal([0]);
  });

  it("stacks columns, empty cells as zero", () => {
    expect(
      fields.stacked([
        [1, null],
        [2, 3],
      ]),
    ).to.deep.equal([
      [1, 0],
      [3, 3],
    ]);
  });

  const texts: readonly [unknown, Config, string][] = [
    [0.0198, { unit: "percentunit", decimals: 2 }, "1.98%"],
    [10, { unit: "suffix: /s", decimals: 1 }, "10.0 /s"],
    [450, { unit: "s" }, "7.5 mins"],
    [0, { unit: "s" }, "0 s"],
    [642_000, { unit: "bytes" }, "627 KiB"],
    [3670, {}, "3.67 K"],
    [86_400, { unit: "s", mappings: [{ type: "value", options: { 86400: { text: "over a day" } } }] }, "over a day"],
    ["RUNNING", {}, "RUNNING"],
    [null, {}, ""],
  ];
  for (const [value, config, text] of texts) {
    it(`writes ${String(value)} as "${text}"`, () => expect(formatted(value, config)).to.equal(text));
  }

  it("colours values by the last threshold that they reach, or by their mapping", () => {
    const steps = [
      { color: "green", value: null },
      { color: "#ff0000", value: 60 },
    ];
    const config = { thresholds: { steps }, mappings: [{ type: "value", options: { 99: { color: "#0000ff" } } }] };
    expect(valueColor(59, config)).to.equal("#73bf69");
    expect(valueColor(60, config)).to.equal("#ff0000");
    expect(valueColor(99, config)).to.equal("#0000ff");
  });

  it("repeats a panel for each value, and moves the panels below it down", () => {
    const panels = [
      { repeat: "sensor", maxPerRow: 2, gridPos: { x: 0, y: 4, w: 24, h: 8 } },
      { gridPos: { x: 0, y: 12, w: 24, h: 9 } },
    ];
    const placed = arranged(panels, new Map([["sensor", ["a", "b", "c"]]]));
    expect(placed.map(({ panel }) => panel.gridPos)).to.deep.equal([
      { x: 0, y: 4, w: 12, h: 8 },
      { x: 12, y: 4, w: 12, h: 8 },
      { x: 0, y: 12, w: 12, h: 8 },
      { x: 0, y: 20, w: 24, h: 9 },
    ]);
    expect(placed.map(({ own }) => own.get("sensor"))).to.deep.equal(["a", "b", "c", undefined]);
  });
});
