import { expect } from "chai";
import { valueOf } from "../../errors/value-of.ts";
import type { Outcome } from "../../../src/errors/fault.ts";
import type { QueryResult } from "../../../src/services/grafana/model.ts";
import { type Answers, PASSWORD, withGrafana } from "./fake-grafana.ts";

interface Posted {
  readonly queries: readonly { readonly refId: string; readonly builder: { readonly query: string } }[];
}

const SOURCES = [200, [{ uid: "druid", name: "Druid", type: "plugin", isDefault: true }]] as const;
const source = { uid: "druid", type: "plugin" };
const frames = (values: readonly unknown[]) => ({ frames: [{ schema: {}, data: { values: [values] } }] });
const target = (refId: string, query: string) => ({ refId, datasource: source, builder: { query }, settings: {} });
const range = { from: "1000", to: "3601000", variables: {} };

const dashboard = (panels: readonly unknown[], list: readonly unknown[] = []) =>
  [200, { meta: {}, dashboard: { uid: "d", title: "Title", panels, templating: { list } } }] as const;

/** Answers each query with as many rows as its last digit says. */
const counting = ({ queries }: Posted) =>
  [
    200,
    {
      results: Object.fromEntries(
        queries.map(({ refId, builder }) => [refId, frames(Array<number>(Number(builder.query.at(-1))).fill(7))]),
      ),
    },
  ] as const;

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? undefined : outcome.faults[0].code);

function panels(answers: Answers, options = range): Promise<Outcome<readonly QueryResult[]>> {
  return withGrafana({ "/api/datasources": SOURCES, ...answers }, ({ reader }) => reader.panels("d", options));
}

describe("services/grafana/grafana", () => {
  it("reports the health of Grafana", async () => {
    const health = (status: number, body: unknown) =>
      withGrafana({ "/api/health": [status, body] }, ({ reader }) => reader.health());
    expect(valueOf(await health(200, { database: "ok", version: "13" }))).to.deep.equal({
      database: "ok",
      version: "13",
    });
    expect(valueOf(await health(503, { database: "failing" }))).to.deep.equal({ database: "failing", version: "" });
    expect(codeOf(await health(200, { status: "UP" }))).to.equal("services/grafana-refused");
    expect(codeOf(await health(500, {}))).to.equal("services/grafana-refused");
  });

  it("checks logins", async () => {
    await withGrafana({ "/api/search": [200, []] }, async ({ reader }) => {
      expect(valueOf(await reader.statusWithoutLogin())).to.equal(401);
      expect(valueOf(await reader.accepts("admin", PASSWORD))).to.equal(true);
      expect(valueOf(await reader.accepts("admin", "admin"))).to.equal(false);
    });
  });

  it("does not judge a login that Grafana cannot check", async () => {
    await withGrafana({ "/api/search": [500, { message: "locked" }] }, async ({ reader }) => {
      const outcome = await reader.accepts("admin", PASSWORD);
      expect(codeOf(outcome)).to.equal("services/grafana-refused");
      expect(outcome.ok ? "" : outcome.faults[0].message).to.contain("locked");
    });
  });

  it("finds the version of an installed plugin", async () => {
    const answers = { "/api/plugins/here/settings": [200, { info: { version: "1.8.0" } }] } as const;
    await withGrafana(answers, async ({ reader }) => {
      expect(valueOf(await reader.plugin("here"))).to.equal("1.8.0");
      expect(valueOf(await reader.plugin("there"))).to.equal(undefined);
    });
  });

  it("reports the health of a data source", async () => {
    const path = "/api/datasources/uid/druid/health";
    const health = (status: number, body: unknown) =>
      withGrafana({ [path]: [status, body] }, ({ reader }) => reader.datasourceHealth("druid"));
    expect(valueOf(await health(200, { status: "OK", message: "fine" }))).to.deep.equal({
      healthy: true,
      message: "fine",
    });
    expect(valueOf(await health(400, { status: "ERROR", message: "refused" }))).to.deep.equal({
      healthy: false,
      message: "refused",
    });
    expect(valueOf(await health(503, {}))).to.deep.equal({ healthy: false, message: "it answered 503 ({})" });
  });

  it("reports a rejected login for each request", async () => {
    await withGrafana(
      {},
      async ({ reader }) => {
        for (const outcome of [
          await reader.datasources(),
          await reader.plugin("p"),
          await reader.datasourceHealth("u"),
          await reader.panels("d", range),
        ]) {
          expect(codeOf(outcome)).to.equal("services/grafana-login");
        }
      },
      "wrong",
    );
  });

  it("sends a panel's queries in one request, with all variables replaced", async () => {
    const query = "${v:sqlstring} $__from ${__to} $__interval_ms 3";
    const answers: Answers = {
      "/api/datasources": SOURCES,
      "/api/dashboards/uid/d": dashboard(
        [{ title: "P", datasource: source, maxDataPoints: 60, targets: [target("A", query), target("B", "2")] }],
        [{ name: "v", type: "custom", query: "it's,that" }],
      ),
      "/api/ds/query": counting,
    };
    await withGrafana(answers, async ({ reader, posted }) => {
      const results = valueOf(await reader.panels("d", range));
      const sent = "'it''s' 1000 3601000 60000 3";
      expect(results).to.deep.equal([
        { dashboard: "Title", panel: "P", refId: "A", text: sent, answer: { kind: "rows", rows: 3 } },
        { dashboard: "Title", panel: "P", refId: "B", text: "2", answer: { kind: "rows", rows: 2 } },
      ]);
      expect(posted).to.have.length(1);
      expect(posted[0]).to.include({ from: "1000", to: "3601000" });
      expect(posted[0]).to.have.deep.nested.property("queries[0]", {
        ...target("A", sent),
        intervalMs: 60_000,
        maxDataPoints: 60,
      });
    });
  });

  it("previews a new or changed dashboard, and runs no queries of an unchanged one", async () => {
    const panel = { title: "P", datasource: source, targets: [target("A", "1")] };
    const desired = { uid: "d", title: "Title", panels: [panel], templating: { list: [] } };
    const preview = async (answers: Answers) => {
      const all = { "/api/datasources": SOURCES, "/api/ds/query": counting, ...answers };
      return withGrafana(all, async ({ reader }) => valueOf(await reader.preview(desired, range)).length);
    };
    expect(await preview({})).to.equal(1);
    expect(await preview({ "/api/dashboards/uid/d": dashboard([]) })).to.equal(1);
    expect(await preview({ "/api/dashboards/uid/d": dashboard([panel]) })).to.equal(0);
  });

  it("does not treat an unknown data source of a variable as missing", async () => {
    const variable = { name: "v", type: "query", datasource: { uid: "gone" }, query: { builder: { query: "1" } } };
    const outcome = await panels({ "/api/dashboards/uid/d": dashboard([], [variable]) });
    expect(codeOf(outcome)).to.equal("services/grafana-variable");
    expect(outcome.ok ? {} : outcome.faults[0]).not.to.have.property("missing");
  });

  it("uses the own time range of a panel", async () => {
    const panel = { title: "P", datasource: source, timeFrom: "30m", targets: [target("A", "${__from} 1")] };
    const results = valueOf(await panels({ "/api/dashboards/uid/d": dashboard([panel]), "/api/ds/query": counting }));
    expect(results[0]?.text).to.equal("1801000 1");
  });

  it("tries a variable's other values until a query returns rows", async () => {
    const variable = { name: "n", type: "custom", query: "0,0,3,5", current: {} };
    const panel = { title: "P", targets: [target("A", "always 1"), target("B", "rows $n")] };
    const results = valueOf(
      await panels({ "/api/dashboards/uid/d": dashboard([panel], [variable]), "/api/ds/query": counting }),
    );
    expect(results.map(({ text, answer }) => [text, answer])).to.deep.equal([
      ["always 1", { kind: "rows", rows: 1 }],
      ["rows 3", { kind: "rows", rows: 3 }],
    ]);
  });

  it("asks once if the panel does not use the variable", async () => {
    const variable = { name: "n", type: "custom", query: "0,1,2,3", current: {} };
    const panel = { title: "P", targets: [target("A", "rows 0")] };
    let asked = 0;
    const answers = {
      "/api/dashboards/uid/d": dashboard([panel], [variable]),
      "/api/ds/query": (posted: Posted) => {
        asked++;
        return counting(posted);
      },
    };
    expect(valueOf(await panels(answers)).map(({ answer }) => answer)).to.deep.equal([{ kind: "rows", rows: 0 }]);
    expect(asked).to.equal(1);
  });

  it("chooses the first value that a variable's query returns", async () => {
    const variable = {
      name: "v",
      type: "query",
      datasource: source,
      query: { refId: "x", builder: { query: "list 2" } },
    };
    const panel = { title: "P", datasource: source, targets: [target("A", "of $v 1")] };
    const answers = { "/api/dashboards/uid/d": dashboard([panel], [variable]), "/api/ds/query": counting };
    expect(valueOf(await panels(answers))[0]?.text).to.equal("of 7 1");
  });

  for (const [title, answer] of [
    ["fails", [400, { results: { A: { error: "no such table" } } }]],
    ["gets no answer", [500, { message: "no such table" }]],
  ] as const) {
    it(`reports why a variable has no value if its query ${title}`, async () => {
      const variable = { name: "v", type: "query", datasource: source, query: { builder: { query: "list" } } };
      const outcome = await panels({ "/api/dashboards/uid/d": dashboard([], [variable]), "/api/ds/query": answer });
      expect(codeOf(outcome)).to.equal("services/grafana-variable");
      expect(outcome.ok ? "" : outcome.faults[0].message).to.contain("no such table");
    });
  }

  it("reports failed queries next to successful ones", async () => {
    const panel = { title: "P", datasource: source, targets: [target("A", "a"), target("B", "b"), target("C", "c")] };
    const answer = { results: { A: frames([1]), B: { error: "unknown column", status: 400, frames: [] } } };
    const results = valueOf(
      await panels({ "/api/dashboards/uid/d": dashboard([panel]), "/api/ds/query": [400, answer] }),
    );
    expect(results.map((one) => one.answer)).to.deep.equal([
      { kind: "rows", rows: 1 },
      { kind: "failed", reason: "unknown column" },
      { kind: "failed", reason: `it answered 400 (${JSON.stringify(answer)})` },
    ]);
  });

  it("sends no query to an unknown data source, and lists the known ones", async () => {
    const panel = { title: "P", targets: [{ ...target("A", "a"), datasource: { uid: "gone" } }, target("B", "1")] };
    const results = valueOf(await panels({ "/api/dashboards/uid/d": dashboard([panel]), "/api/ds/query": counting }));
    expect(results.map((one) => one.answer)).to.deep.equal([
      { kind: "no-datasource", uid: "gone", known: ["druid (Druid)"] },
      { kind: "rows", rows: 1 },
    ]);
  });

  it("reports an unknown dashboard and an invalid time range", async () => {
    expect(codeOf(await panels({}))).to.equal("services/grafana-dashboard");
    expect(codeOf(await panels({}, { ...range, from: "soon" }))).to.equal("services/grafana-range");
  });
});
