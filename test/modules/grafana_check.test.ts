import { expect } from "chai";
import { grafanaFault } from "../../src/errors/catalogue/services/grafana.ts";
import { httpFault } from "../../src/errors/catalogue/services/http.ts";
import { bad, good, type Outcome } from "../../src/errors/fault.ts";
import type { Decision } from "../../src/module/contract.ts";
import { grafana_check } from "../../src/modules/grafana_check.ts";
import { textContent } from "../../src/modules/lib/text-content.ts";
import type { GrafanaReader, QueryAnswer, QueryResult } from "../../src/services/grafana/model.ts";
import { fakeClient } from "./lib/fake-client.ts";

const BOARD = { uid: "board", title: "Board", panels: [] };

const result = (panel: string, answer: QueryAnswer): QueryResult => ({
  dashboard: "Board",
  panel,
  refId: "A",
  text: `SELECT\n${panel}`,
  answer,
});
const failed = (reason: string): QueryAnswer => ({ kind: "failed", reason });
const unknownColumn = failed("Column 'foo' not found in any table (line [1], column [8])");

async function decide(answer: Outcome<readonly QueryResult[]>, file = JSON.stringify(BOARD)): Promise<Decision> {
  const src = textContent(file, "files/board.json");
  const args = { url: "http://g", user: "admin", password: "p", timeout: 60, from: "now-1h", to: "now", src };
  const previewed: unknown[] = [];
  const reader = fakeClient<GrafanaReader>({
    preview: (dashboard) => {
      previewed.push(dashboard);
      return Promise.resolve(answer);
    },
  });
  const state = await grafana_check.probe(args, reader);
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  if (previewed.length > 0) expect(previewed).to.deep.equal([BOARD]);
  return grafana_check.decide(args, state.value, { get: () => undefined, any: () => false });
}

describe("modules/grafana_check", () => {
  it("names the dashboard, panel and column of a wrong query, shows the query, and lists the others", async () => {
    const queries = [
      result("fine", { kind: "rows", rows: 0 }),
      result("one", unknownColumn),
      result("two", unknownColumn),
    ];
    const { changes, fault } = await decide(good(queries));
    expect(changes).to.deep.equal([]);
    expect(fault?.code).to.equal("services/grafana-panel-wrong");
    expect(fault?.message).to.match(/^Dashboard "Board", panel "one": query A is invalid: Column 'foo' not found/);
    expect(fault?.hint).to.contain("Nothing was changed");
    expect(fault?.details?.slice(0, 2)).to.deep.equal(["SELECT", "one"]);
    expect(fault?.details?.[2]).to.match(/^also: .*panel "two"/);
  });

  it("ignores what may still come: rows, a table, a data source, an answer", async () => {
    const unknownSource: QueryAnswer = { kind: "no-datasource", uid: "druid", known: [] };
    const waiting = [
      failed("Object 'raw_sensors' not found (line [1], column [15])"),
      failed("it timed out"),
      unknownSource,
    ];
    expect(await decide(good(waiting.map((answer) => result("p", answer))))).to.deep.equal({
      changes: [],
      result: { asked: 3 },
    });
  });

  it("ignores an unreachable Grafana, and a variable without a value", async () => {
    const unreachable = httpFault("services/http-unreachable", { url: "http://g", reason: "refused" });
    const variable = { dashboard: "Board", variable: "v", reason: "there is nothing to choose among" };
    for (const fault of [unreachable, grafanaFault("services/grafana-variable", variable, { missing: true })]) {
      expect(await decide(bad(fault))).to.deep.equal({ changes: [], result: { asked: 0 } });
    }
  });

  it("fails for a variable's wrong query, and for a rejected login", async () => {
    const variable = { dashboard: "Board", variable: "v", reason: "its query failed: Column 'foo' not found in table" };
    const wrong = grafanaFault("services/grafana-variable", variable, { missing: true });
    const login = grafanaFault("services/grafana-login", { url: "http://g", user: "admin" });
    for (const fault of [wrong, login]) expect((await decide(bad(fault))).fault).to.equal(fault);
  });

  for (const [file, problem] of [
    ["{", /JSON/],
    ["[]", /it has no uid/],
    ['{"uid":"u","title":""}', /it has no title/],
  ] as const) {
    it(`rejects a file that is not a dashboard: ${file}`, async () => {
      const { fault } = await decide(good([]), file);
      expect(fault?.code).to.equal("services/grafana-file");
      expect(fault?.message).to.match(/^files\/board\.json is not a dashboard: /);
      expect(fault?.message).to.match(problem);
    });
  }
});
