import { expect } from "chai";
import { grafanaFault } from "../../src/errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../src/errors/fault.ts";
import type { Decision } from "../../src/module/contract.ts";
import { grafana_panels } from "../../src/modules/grafana_panels.ts";
import type { GrafanaReader, QueryAnswer, QueryResult } from "../../src/services/grafana/model.ts";
import { fakeClient } from "./lib/fake-client.ts";
import type { SomeArgs } from "./lib/module-types.ts";

const given = { url: "http://g", user: "admin", password: "p", timeout: 60, from: "now-1h", to: "now", alerts: false };

function queryResult(panel: string, answer: QueryAnswer, refId = "A"): QueryResult {
  return { dashboard: "Board", panel, refId, text: `SELECT\n${panel}`, answer };
}

const rows = (count: number): QueryAnswer => ({ kind: "rows", rows: count });

/** A rule that may be empty, and one that may not. */
const ALERTS: readonly QueryResult[] = [
  { ...queryResult("Failed tasks", rows(0)), dashboard: "Alert rules", mayBeEmpty: true },
  { ...queryResult("Lag", rows(0)), dashboard: "Alert rules", mayBeEmpty: false },
];

async function decide(
  answers: readonly Outcome<readonly QueryResult[]>[],
  args: SomeArgs<typeof grafana_panels> = {},
): Promise<Decision> {
  const full = { ...given, dashboards: answers.map((_, index) => `${index}`), ...args };
  const options: unknown[] = [];
  const reader = fakeClient<GrafanaReader>({
    panels: (uid, panelOptions) => {
      options.push(panelOptions);
      return Promise.resolve(answers[Number(uid)] ?? good([]));
    },
    alerts: () => Promise.resolve(good(ALERTS)),
  });
  const state = await grafana_panels.probe(full, reader);
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  expect(options[0]).to.have.all.keys("from", "to", "variables");
  return grafana_panels.decide(full, state.value, { get: () => undefined, any: () => false });
}

describe("modules/grafana_panels", () => {
  it("is complete if every query of every dashboard has rows", async () => {
    const decision = await decide([good([queryResult("one", rows(3))]), good([queryResult("two", rows(1), "B")])]);
    expect(decision).to.deep.equal({
      changes: [],
      result: {
        complete: true,
        settled: true,
        panels: [
          { dashboard: "Board", panel: "one", query: "A", rows: 3 },
          { dashboard: "Board", panel: "two", query: "B", rows: 1 },
        ],
      },
    });
  });

  it("names the panel whose query has no rows, shows the query, and lists the others", async () => {
    const { fault, result } = await decide([
      good([queryResult("full", rows(1)), queryResult("bare", rows(0)), queryResult("bald", rows(0))]),
    ]);
    expect(fault).to.include({ code: "services/grafana-panel-empty", missing: true });
    expect(fault?.message).to.equal('Dashboard "Board", panel "bare": query A returns no rows, expected at least one.');
    expect(fault?.details).to.deep.equal([
      "from now-1h to now",
      "SELECT",
      "bare",
      'also: Dashboard "Board", panel "bald": query A returns no rows, expected at least one.',
    ]);
    expect(result).to.include({ complete: false, settled: false });
  });

  it("runs alert rules if asked, and accepts no rows only if they mean that all is well", async () => {
    const answers = [good([queryResult("one", rows(3))])];
    expect(await decide(answers)).not.to.have.property("fault");
    const { fault } = await decide(answers, { alerts: true });
    expect(fault?.message).to.equal(
      'Dashboard "Alert rules", panel "Lag": query A returns no rows, expected at least one.',
    );
    expect(fault?.details?.join()).not.to.contain("Failed tasks");
    expect(await decide(answers, { alerts: true, may_be_empty: ["Lag"] })).not.to.have.property("fault");
  });

  it("accepts empty panels that may be empty", async () => {
    const answers = [good([queryResult("errors", rows(0)), queryResult("mixed", rows(0), "B")])];
    expect(await decide(answers, { may_be_empty: ["errors", "mixed: B"] })).not.to.have.property("fault");
    expect((await decide(answers, { may_be_empty: ["errors", "mixed: A"] })).fault?.message).to.contain('"mixed"');
  });

  it("fails for a failed panel even if it may be empty", async () => {
    const answers = [good([queryResult("errors", { kind: "failed", reason: "no such column" })])];
    const { fault, result } = await decide(answers, { may_be_empty: ["errors"] });
    expect(fault?.code).to.equal("services/grafana-panel-failed");
    expect(fault?.message).to.contain("no such column");
    expect(result).to.have.nested.property("panels[0].rows", null);
  });

  it("names a missing data source and the existing ones", async () => {
    const unknownSource: QueryAnswer = { kind: "no-datasource", uid: "gone", known: ["druid (Druid)"] };
    const { fault, result } = await decide([good([queryResult("p", unknownSource)])]);
    expect(result).to.include({ complete: false, settled: true });
    expect(fault?.code).to.equal("services/grafana-panel-datasource");
    expect(fault?.message).to.contain("gone").and.to.contain("druid (Druid)");
  });

  it("rejects a dashboard without queries", async () => {
    expect((await decide([good([])])).fault?.code).to.equal("services/grafana-nothing-asked");
  });

  it("reports why no query could be run, and is not complete", async () => {
    const refused = grafanaFault("services/grafana-dashboard", { uid: "0" });
    const decision = await decide([bad(refused)]);
    const result = { complete: false, settled: true, panels: [] };
    expect(decision).to.deep.equal({ changes: [], result, fault: refused });
  });
});
