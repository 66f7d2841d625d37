import { expect } from "chai";
import { dashboardOf, optionsIn, queryText, rowsIn, sourceFor } from "../../../src/services/grafana/responses.ts";

const frame = (...columns: unknown[][]) => ({ schema: { fields: [] }, data: { values: columns } }) as never;
const druid = { uid: "druid", name: "Druid", type: "d", isDefault: true };
const other = { uid: "other", name: "Second", type: "o", isDefault: false };

describe("services/grafana/responses", () => {
  it("finds the queries that a browser would send, including those within rows", () => {
    const shown = { uid: "druid" };
    const { panels } = dashboardOf({
      uid: "u",
      title: "T",
      panels: [
        { type: "text", title: "words" },
        { type: "row", title: "R", panels: [{ title: "inner", datasource: shown, targets: [{ refId: "A" }] }] },
        {
          id: 3,
          datasource: { uid: "-- Mixed --" },
          maxDataPoints: 100,
          interval: "10s",
          timeFrom: "24h",
          targets: [{ refId: "A", datasource: "Second" }, { refId: "B" }, { refId: "C", hide: true }],
        },
        { title: "again", datasource: { uid: "-- Dashboard --" }, targets: [{ refId: "A" }] },
      ],
    });
    const found = panels.flatMap(({ title, queries }) =>
      queries.map(({ refId, datasource }) => [title, refId, datasource]),
    );
    expect(found).to.deep.equal([
      ["inner", "A", "druid"],
      ["number 3", "A", "Second"],
      ["number 3", "B", undefined],
    ]);
    expect(panels[3]).to.include({ maxDataPoints: 100, minInterval: "10s", timeFrom: "24h" });
  });

  it("parses the selected values of a variable", () => {
    const list = [
      { name: "a", type: "query", current: {} },
      { name: "b", type: "custom", current: { value: ["x", "y"] }, multi: true },
      { name: "c", type: "textbox", current: { value: "z" } },
      { name: "d", type: "query", current: { value: "" } },
    ];
    const { variables } = dashboardOf({ templating: { list } });
    expect(variables.map(({ current }) => current)).to.deep.equal([[], ["x", "y"], ["z"], []]);
  });

  it("finds a data source by uid, by name, or by default", () => {
    const sources = [other, druid];
    expect(sourceFor("druid", sources)).to.equal(druid);
    expect(sourceFor("Second", sources)).to.equal(other);
    expect(sourceFor(undefined, sources)).to.equal(druid);
    expect(sourceFor("nope", sources)).to.equal(undefined);
  });

  it("counts rows, not frames", () => {
    expect(rowsIn({ frames: [frame([1, 2, 3], ["a", "b", "c"]), frame([1])] })).to.equal(4);
    expect(rowsIn({ frames: [frame(), frame([])] })).to.equal(0);
    expect(rowsIn({ frames: [] })).to.equal(0);
    expect(rowsIn(undefined)).to.equal(0);
  });

  it("returns the distinct values of the first column", () => {
    expect(optionsIn({ frames: [frame(["a", "b", "a"], [1, 2, 3])] })).to.deep.equal(["a", "b"]);
    expect(optionsIn({ frames: [] })).to.deep.equal([]);
  });

  it("shows a query in its human-readable form", () => {
    expect(queryText({ builder: { query: "SELECT 1" } })).to.equal("SELECT 1");
    expect(queryText({ rawSql: "SELECT 2" })).to.equal("SELECT 2");
    expect(queryText({ builder: { queryType: "topN" } })).to.equal('{"queryType":"topN"}');
  });
});
