import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import { chooseValues } from "../../../src/services/grafana/choose.ts";
import type { Variable } from "../../../src/services/grafana/model.ts";

const plain: Variable = {
  name: "v",
  type: "query",
  current: [],
  includeAll: false,
  allValue: undefined,
  multi: false,
  query: "",
  datasource: undefined,
};
const sources = [{ uid: "druid", name: "Druid", type: "druid-plugin", isDefault: true }];

async function choose(variables: readonly Partial<Variable>[], given = {}, options: readonly string[] = ["a", "b"]) {
  const dashboard = {
    uid: "u",
    title: "T",
    panels: [],
    variables: variables.map((variable) => ({ ...plain, ...variable })),
  };
  const queried: unknown[] = [];
  const chosen = await chooseValues(dashboard, given, {
    start: new Map(),
    sources,
    query: (variable, values) => {
      queried.push([variable.name, Object.fromEntries(values)]);
      return Promise.resolve(good(options));
    },
  });
  return {
    queried,
    values: chosen.ok ? Object.fromEntries(chosen.value.values) : chosen.faults[0],
    others: chosen.ok ? Object.fromEntries(chosen.value.others) : {},
  };
}

describe("services/grafana/choose", () => {
  const cases: readonly [string, Partial<Variable>, unknown][] = [
    ["the first value of a query", {}, "a"],
    ["the selected value", { current: ["b"] }, "b"],
    ["all selected values that exist", { current: ["c", "b", "a"], multi: true }, ["b", "a"]],
    ["the first value if no selected one exists", { current: ["c", "d"], multi: true }, "a"],
    ["every value if all are selected", { current: ["$__all"] }, ["a", "b"]],
    ["the dashboard's own value for all", { includeAll: true, allValue: ".*" }, ".*"],
    ["the first of a list", { type: "custom", query: "One : 1, Two : 2" }, "1"],
    ["the first interval", { type: "interval", query: "1m,10m" }, "1m"],
    ["a constant", { type: "constant", query: "c" }, "c"],
    ["a data source of the type", { type: "datasource", query: "druid-plugin" }, "druid"],
  ];
  for (const [title, variable, expected] of cases) {
    it(`chooses ${title}`, async () => {
      expect((await choose([variable])).values).to.deep.equal({ v: expected });
    });
  }

  it("returns the alternatives if only the order decided, or if several values can be selected", async () => {
    expect((await choose([{}])).others).to.deep.equal({ v: ["b"] });
    for (const variable of [{ current: ["b"] }, { current: ["$__all"] }, { includeAll: true, allValue: ".*" }]) {
      expect((await choose([variable])).others).to.deep.equal({});
    }
    expect((await choose([{}], { v: "mine" })).others).to.deep.equal({});
    expect((await choose([{ current: ["b"], multi: true }])).others).to.deep.equal({ v: ["a"] });
  });

  it("uses a given value without a query", async () => {
    const { values, queried } = await choose([{}], { v: "mine" });
    expect({ values, queried }).to.deep.equal({ values: { v: "mine" }, queried: [] });
  });

  it("runs a later variable's query with the values chosen before", async () => {
    const { queried } = await choose([{ name: "x" }, { name: "y" }]);
    expect(queried).to.deep.equal([
      ["x", {}],
      ["y", { x: "a" }],
    ]);
  });

  it("omits variables without a value for queries", async () => {
    expect((await choose([{ type: "adhoc" }])).values).to.deep.equal({});
  });

  it("fails if a variable has no values", async () => {
    const { values } = await choose([{}], {}, []);
    expect(values).to.include({ code: "services/grafana-variable", missing: true });
  });
});
