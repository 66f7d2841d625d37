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

describe("services/grafana-choose", () => {
  const cases: readonly [string, Partial<Variable>, unknown][] = [
    ["the first value of a query", {}, "a"],
    ["what the dashboard says is chosen", { current: ["b"] }, "b"],
    ["all that is chosen", { current: ["b", "c"], multi: true }, ["b", "c"]],
    ["every value for everything", { current: ["$__all"] }, ["a", "b"]],
    ["the dashboard's own word for everything", { includeAll: true, allValue: ".*" }, ".*"],
    ["the first of a list", { type: "custom", query: "One : 1, Two : 2" }, "1"],
    ["the first interval", { type: "interval", query: "1m,10m" }, "1m"],
    ["a constant", { type: "constant", query: "c" }, "c"],
    ["a data source of the kind", { type: "datasource", query: "druid-plugin" }, "druid"],
  ];
  for (const [title, variable, expected] of cases) {
    it(`takes ${title}`, async () => {
      expect((await choose([variable])).values).to.deep.equal({ v: expected });
    });
  }

  it("tells what else may be chosen, where nothing but the order has chosen", async () => {
    expect((await choose([{}])).others).to.deep.equal({ v: ["b"] });
    for (const variable of [{ current: ["b"] }, { current: ["$__all"] }, { includeAll: true, allValue: ".*" }]) {
      expect((await choose([variable])).others).to.deep.equal({});
    }
    expect((await choose([{}], { v: "mine" })).others).to.deep.equal({});
  });

  it("takes what is given, and asks nothing", async () => {
    const { values, queried } = await choose([{}], { v: "mine" });
    expect({ values, queried }).to.deep.equal({ values: { v: "mine" }, queried: [] });
  });

  it("asks a later variable's query with what was chosen before", async () => {
    const { queried } = await choose([{ name: "x" }, { name: "y" }]);
    expect(queried).to.deep.equal([
      ["x", {}],
      ["y", { x: "a" }],
    ]);
  });

  it("leaves out what has no value to put into a query", async () => {
    expect((await choose([{ type: "adhoc" }])).values).to.deep.equal({});
  });

  it("fails where there is nothing to choose among", async () => {
    const { values } = await choose([{}], {}, []);
    expect(values).to.include({ code: "services/grafana-variable", missing: true });
  });
});
