import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Value } from "../../src/model/value.ts";
import { dashboardOf } from "../../src/services/grafana/responses.ts";
import { builtIns, replaced } from "../../src/services/grafana/variables.ts";
import { listAt, numberAt, stringAt, valueAt } from "../../src/services/json-fields.ts";
import { SECRETS, tryRole } from "./site-role.ts";

const ROLE = resolve("roles", "grafana");
const FILES = readdirSync(join(ROLE, "files")).filter((name) => name.endsWith(".json"));
// YAML and JSON parse to Values.
const defaults = parse(readFileSync(join(ROLE, "defaults", "main.yaml"), "utf8"), { logLevel: "silent" }) as Value;
const plugin = stringAt(defaults, "grafana_plugin");
const uid = stringAt(defaults, "grafana_datasource_uid");

/** Grafana rejects files with a later schema. */
const NEWEST_SCHEMA = 42;

const read = (name: string) => JSON.parse(readFileSync(join(ROLE, "files", name), "utf8")) as Value;
const all = FILES.map((name) => ({ name, json: read(name), dashboard: dashboardOf(read(name)) }));
const duplicates = (values: readonly unknown[]) => values.filter((value, index) => values.indexOf(value) !== index);

describe("roles/grafana: dashboards", () => {
  it("match the files and uids that the role lists", () => {
    expect(listAt(defaults, "grafana_dashboard_files")).to.have.members(
      all.map(({ name }) => name.replace(".json", "")),
    );
    expect(listAt(defaults, "grafana_dashboards")).to.have.members(all.map(({ dashboard }) => dashboard.uid));
    const provider = readFileSync(join(ROLE, "templates", "provider.yaml"), "utf8");
    const folder = /^ {4}folder: (.+)$/m.exec(provider)?.[1];
    expect(folder).to.be.a("string");
    expect(duplicates([folder, ...all.map(({ dashboard }) => dashboard.title)])).to.deep.equal([]);
  });

  it("use the configured data source", () => {
    const source = readFileSync(join(ROLE, "templates", "druid.yaml"), "utf8");
    expect(source).to.contain("uid: {{ grafana_datasource_uid }}").and.to.contain("type: {{ grafana_plugin }}");
    expect([uid, plugin]).to.deep.equal(["druid", "grafadruid-druid-datasource"]);
  });

  it("use a data source that logs in if Druid requires it", async () => {
    const tasks = [{ name: "Write", template: { src: "druid.yaml", dest: "{{ out }}/druid.yaml" } }];
    const sourceOf = async (vars: Readonly<Record<string, unknown>>) => {
      const [change] = (await tryRole({ role: "grafana", tasks, vars })).changes;
      // The change that creates a file contains its text.
      const { text } = change?.after as { readonly text: string };
      return listAt(parse(text) as Value, "datasources")[0];
    };
    const withoutLogin = await sourceOf({ druid_url: "http://druid:1" });
    expect(valueAt(withoutLogin, "jsonData")).to.deep.equal({
      "connection.url": "http://druid:1",
      "connection.retryableRetryMax": 2,
    });
    expect(valueAt(withoutLogin, "secureJsonData")).to.equal(undefined);
    const withLogin = await sourceOf({ druid_url: "http://druid:1", druid_auth: "basic" });
    expect(valueAt(withLogin, "jsonData")).to.include({
      "connection.basicAuth": true,
      "connection.basicAuthUser": "admin",
    });
    expect(valueAt(withLogin, "secureJsonData")).to.deep.equal({
      "connection.basicAuthPassword": SECRETS["druid_admin_password"],
    });
  });

  for (const { name, json, dashboard } of all) {
    describe(name, () => {
      const panels = listAt(json, "panels");
      const targets = panels.flatMap((panel) => listAt(panel, "targets"));
      const variables = listAt(json, "templating", "list");

      it("has a uid, a title and a schema that Grafana accepts", () => {
        expect(dashboard.uid).to.match(/^[a-zA-Z0-9_-]{1,40}$/);
        expect(dashboard.title).not.to.equal("");
        expect(numberAt(json, "schemaVersion")).to.be.within(36, NEWEST_SCHEMA);
        expect(valueAt(json, "id")).to.equal(undefined);
      });

      it("has panels with unique ids and titles that do not overlap", () => {
        expect(panels).not.to.deep.equal([]);
        expect(duplicates(panels.map((panel) => valueAt(panel, "id")))).to.deep.equal([]);
        expect(duplicates(panels.map((panel) => stringAt(panel, "title")))).to.deep.equal([]);
        expect(duplicates(panels.flatMap(cells))).to.deep.equal([]);
        expect(panels.map((panel) => numberAt(panel, "gridPos", "x") + numberAt(panel, "gridPos", "w"))).to.satisfy(
          (rights: number[]) => rights.every((right) => right <= 24),
        );
      });

      it("has a query in every panel, with unique names", () => {
        for (const panel of panels) {
          const ids = listAt(panel, "targets").map((target) => stringAt(target, "refId"));
          expect(ids, stringAt(panel, "title")).to.satisfy((found: unknown[]) => found.length > 0);
          expect(duplicates(ids), stringAt(panel, "title")).to.deep.equal([]);
        }
      });

      it("names every series by its field or its label, not by its query's letter", () => {
        for (const panel of panels.filter((one) => stringAt(one, "type") !== "table")) {
          const isWide = listAt(panel, "targets").some((target) => stringAt(target, "settings", "format") === "wide");
          const name = isWide ? /^\$\{__field\.labels\.\w+\}$/ : /^\$\{__field\.name\}$/;
          expect(stringAt(panel, "fieldConfig", "defaults", "displayName"), stringAt(panel, "title")).to.match(name);
        }
      });

      it("explains every panel, and gives it a unit", () => {
        for (const panel of panels) {
          expect(stringAt(panel, "description"), stringAt(panel, "title")).to.match(/^[A-Z].+\.$/);
          expect(stringAt(panel, "fieldConfig", "defaults", "unit"), stringAt(panel, "title")).to.match(/\S/);
        }
      });

      it("draws no line across an outage", () => {
        const series = panels.filter((panel) => stringAt(panel, "type") === "timeseries");
        expect(series).not.to.deep.equal([]);
        for (const panel of series) {
          expect(valueAt(panel, "fieldConfig", "defaults", "custom", "spanNulls")).to.equal(false);
          const gap = numberAt(panel, "fieldConfig", "defaults", "custom", "insertNulls");
          expect(gap, stringAt(panel, "title")).to.be.within(60_000, 900_000);
          // Points that are closer than the gap are connected, up to a range of a day if the panel has enough of them.
          const points = numberAt(panel, "maxDataPoints");
          if (points > 0) expect(gap * points, stringAt(panel, "title")).to.be.at.least(86_400_000);
        }
      });

      it("shows a red value instead of nothing if a day had no rows", () => {
        const ages = panels.filter((panel) => /CURRENT_TIMESTAMP\) - .*MAX\(/.test(sqlOf(panel)));
        expect(ages).not.to.deep.equal([]);
        for (const panel of ages) {
          expect(sqlOf(panel)).to.contain("CASE WHEN COUNT(*) = 0 THEN 86400 ELSE");
          const [mapping] = listAt(panel, "fieldConfig", "defaults", "mappings");
          expect(valueAt(mapping, "options")).to.deep.equal({ 86400: { text: "over a day", color: "red", index: 0 } });
        }
      });

      it("links to the other dashboards and keeps the time range", () => {
        const [link] = listAt(json, "links");
        expect(listAt(json, "tags")).to.include.members([...listAt(link, "tags")]);
        expect(link).to.deep.include({ type: "dashboards", tags: ["sensor-pipeline"], keepTime: true });
      });

      it("uses only the configured data source", () => {
        for (const part of [...panels, ...targets, ...variables]) {
          expect(valueAt(part, "datasource")).to.deep.equal({ type: plugin, uid });
        }
      });

      it("gives every query the fields that the plugin requires", () => {
        for (const query of [...targets, ...variables.map((variable) => valueAt(variable, "query"))]) {
          expect(stringAt(query, "builder", "queryType")).to.equal("sql");
          expect(stringAt(query, "builder", "query")).to.match(/^SELECT /);
          // Without a table's name the plugin treats even SQL as incomplete and returns nothing.
          expect(stringAt(query, "builder", "dataSource", "name")).to.match(/^[\w.]+$/);
          expect(stringAt(query, "settings", "format")).to.be.oneOf(["long", "wide"]);
          // The plugin would send `expr` instead of the builder, and not replace its variables.
          expect(valueAt(query, "expr")).to.equal(undefined);
        }
      });

      it("uses only variables that are replaced", () => {
        const known = new Map([
          ...builtIns({ from: 0, to: 1 }, 1),
          ...dashboard.variables.map((variable) => [variable.name, "x"] as const),
        ]);
        const queries = targets.map((target) => stringAt(target, "builder", "query") ?? "");
        expect(queries.filter((query) => replaced(query, known).includes("$"))).to.deep.equal([]);
        // In a variable's own query, the browser replaces only some variables.
        const own = variables.map((variable) => stringAt(variable, "query", "builder", "query") ?? "");
        expect(own.filter((query) => query.includes("$"))).to.deep.equal([]);
      });

      it("queries no column of a type that the plugin cannot show", () => {
        const queries = targets.map((target) => stringAt(target, "builder", "query")).join();
        expect(queries.replaceAll("TO_JSON_STRING(by_sensor)", "")).not.to.contain("by_sensor");
      });

      it("has a value of every series in each interval of lines that one query returns", () => {
        // The plugin returns NULL where only other series have a value, and a line ends there. Servers are sampled every 15 seconds.
        const series = panels.filter((panel) => sqlOf(panel).includes("pipeline_health") && isWideChart(panel));
        for (const panel of series) expect(stringAt(panel, "interval"), stringAt(panel, "title")).to.equal("30s");
      });

      it("sorts the rows of series by time, as the plugin requires", () => {
        const wide = targets.filter((target) => stringAt(target, "settings", "format") === "wide");
        for (const target of wide) expect(stringAt(target, "builder", "query")).to.match(/ORDER BY 1\b/);
      });
    });
  }
});

const sqlOf = (panel: Value) =>
  listAt(panel, "targets")
    .map((target) => stringAt(target, "builder", "query"))
    .join("\n");

const isWideChart = (panel: Value) =>
  stringAt(panel, "type") === "timeseries" &&
  listAt(panel, "targets").some((target) => stringAt(target, "settings", "format") === "wide");

/** The grid cells that a panel covers. */
function cells(panel: Value): readonly string[] {
  const at = (name: string) => numberAt(panel, "gridPos", name);
  return Array.from({ length: at("w") * at("h") }, (_, index) => {
    const [x, y] = [at("x") + (index % at("w")), at("y") + Math.floor(index / at("w"))];
    return `${x},${y}`;
  });
}
