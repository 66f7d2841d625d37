import { expect } from "chai";
import type { Value } from "../../../../src/model/value.ts";
import { differences } from "../../../../src/modules/lib/druid/spec-equality.ts";
import { stored } from "../../../services/druid/fixtures.ts";

const schema = (part: Value): Value => ({ spec: { dataSchema: part } });
const io = (part: Value): Value => ({ spec: { ioConfig: part } });

describe("modules/lib/druid/spec-equality", () => {
  const equal: [string, Value][] = [
    ["nothing", {}],
    ["only what was given", io({ topic: "raw", inputFormat: { type: "json" } })],
    ["a granularity by its name", schema({ granularitySpec: { queryGranularity: "NONE" } })],
    ["a granularity in small letters", schema({ granularitySpec: { segmentGranularity: "hour" } })],
    [
      "a granularity in its long form",
      schema({ granularitySpec: { segmentGranularity: "HOUR", queryGranularity: { type: "none" } } }),
    ],
    ["dimensions by name", schema({ dimensionsSpec: { dimensions: ["sensor", { type: "long", name: "seq" }] } })],
    ["exclusions that Druid added to", schema({ dimensionsSpec: { dimensionExclusions: ["ts"] } })],
    ["a period spelled otherwise", io({ taskDuration: "PT1H", completionTimeout: "PT30M" })],
    ["a number as a string", { spec: { tuningConfig: { maxRowsInMemory: "10000" } } }],
    ["a boolean as a string", io({ useEarliestOffset: "true" })],
    ["null for a missing value", io({ nothing: null, topicPattern: null })],
    ["an empty list", schema({ metricsSpec: [] })],
  ];
  for (const [title, desired] of equal) {
    it(`treats as equal: ${title}`, () => expect(differences(desired, stored)).to.deep.equal([]));
  }

  const other: [string, Value, string][] = [
    ["another topic", io({ topic: "RAW" }), "spec.ioConfig.topic"],
    ["a name that Druid dropped", io({ topik: "raw" }), "spec.ioConfig.topik"],
    ["another period", io({ taskDuration: "PT2H" }), "spec.ioConfig.taskDuration"],
    ["null for an existing value", io({ topic: null }), "spec.ioConfig.topic"],
    [
      "a dimension of another type",
      schema({ dimensionsSpec: { dimensions: ["sensor", "seq"] } }),
      "spec.dataSchema.dimensionsSpec.dimensions.1",
    ],
    [
      "one dimension less",
      schema({ dimensionsSpec: { dimensions: ["sensor"] } }),
      "spec.dataSchema.dimensionsSpec.dimensions",
    ],
    [
      "dimensions in another order",
      schema({ dimensionsSpec: { dimensions: [{ type: "long", name: "seq" }, "sensor"] } }),
      "spec.dataSchema.dimensionsSpec.dimensions.0.type",
    ],
    [
      "another exclusion",
      schema({ dimensionsSpec: { dimensionExclusions: ["x"] } }),
      "spec.dataSchema.dimensionsSpec.dimensionExclusions",
    ],
    [
      "another granularity",
      schema({ granularitySpec: { queryGranularity: "MINUTE" } }),
      "spec.dataSchema.granularitySpec.queryGranularity",
    ],
    [
      "a consumer property",
      io({ consumerProperties: { "isolation.level": "read_uncommitted" } }),
      "spec.ioConfig.consumerProperties.isolation.level",
    ],
    ["false for true", schema({ granularitySpec: { rollup: true } }), "spec.dataSchema.granularitySpec.rollup"],
    [
      "a map for a number",
      { spec: { tuningConfig: { maxRowsInMemory: { a: 1 } } } },
      "spec.tuningConfig.maxRowsInMemory",
    ],
  ];
  for (const [title, desired, path] of other) {
    it(`finds ${title}`, () => expect(differences(desired, stored)[0]).to.equal(path));
  }

  it("treats a stored short form as equal to the desired long form", () => {
    expect(differences({ queryGranularity: { type: "none" } }, { queryGranularity: "NONE" })).to.deep.equal([]);
    const short = { dimensions: ["a"] };
    expect(differences({ dimensions: [{ type: "string", name: "a" }] }, short)).to.deep.equal([]);
    expect(differences({ dimensions: [{ type: "long", name: "a" }] }, short)).to.deep.equal(["dimensions.0.type"]);
  });

  it("finds an additional tier", () => {
    const rule = { tieredReplicants: { hot: 1, cold: 1 } };
    expect(differences({ tieredReplicants: { hot: 1 } }, rule)).to.deep.equal(["tieredReplicants"]);
  });
});
