import { expect } from "chai";
import { withGrafana } from "./fake-grafana.ts";

const frame = (values: readonly unknown[]) => ({ schema: { fields: [{ name: "v" }] }, data: { values: [values] } });
const threshold = { type: "threshold", expression: "A", conditions: [{ evaluator: { type: "gt", params: [5] } }] };

function rule(title: string, uid: string, noDataState: string) {
  const data = [
    { refId: "A", datasourceUid: uid, model: { builder: { query: "SELECT 1" } } },
    { refId: "C", datasourceUid: "__expr__", model: threshold },
  ];
  return { title, noDataState, data };
}

describe("services/grafana/alerts", () => {
  const sources = [200, [{ uid: "druid", name: "Druid", type: "plugin", isDefault: true }]] as const;

  it("runs a rule's queries and its condition in one request, and reports unknown data sources", async () => {
    const rules = [rule("Lag", "druid", "Alerting"), rule("Tasks", "gone", "OK")];
    const answers = {
      "/api/datasources": sources,
      "/api/v1/provisioning/alert-rules": [200, rules] as const,
      "/api/ds/query": [400, { results: { A: { frames: [frame([7, 8])] }, C: { error: "no threshold" } } }] as const,
    };
    await withGrafana(answers, async ({ reader, posted }) => {
      const results = await reader.alerts();
      const shown = results.ok
        ? results.value.map(({ panel, refId, mayBeEmpty, answer }) => [panel, refId, mayBeEmpty, answer])
        : [];
      const failed = { kind: "failed", reason: "no threshold" };
      expect(shown).to.deep.equal([
        ["Lag", "A", false, { kind: "rows", rows: 2 }],
        ["Lag", "C", false, failed],
        ["Tasks", "A", true, { kind: "no-datasource", uid: "gone", known: ["druid (Druid)"] }],
        ["Tasks", "C", true, failed],
      ]);
      const queries = posted[0]?.["queries"] as readonly Record<string, unknown>[];
      expect(queries.map(({ refId, datasource }) => [refId, datasource])).to.deep.equal([
        ["A", { uid: "druid", type: "plugin" }],
        ["C", { uid: "__expr__", type: "__expr__" }],
      ]);
      expect(queries[1]).to.deep.include(threshold);
    });
  });

  it("fails if Grafana has no rules, or does not list them", async () => {
    const reasons = { none: [200, []], broken: [500, { message: "broken" }] } as const;
    for (const reply of Object.values(reasons)) {
      const answers = { "/api/datasources": sources, "/api/v1/provisioning/alert-rules": reply };
      await withGrafana(answers, async ({ reader }) => {
        const found = await reader.alerts();
        expect(!found.ok && found.faults[0].message).to.match(/did not list its alert rules: (it has none|.*broken)/);
      });
    }
  });
});
