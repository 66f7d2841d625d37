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

      it("shows the fields of several queries without the names of their frames", () => {
        const several = panels.filter((panel) => listAt(panel, "targets").length > 1);
        expect(several).not.to.deep.equal([]);
        for (const panel of several) {
          expect(stringAt(panel, "fieldConfig", "defaults", "displayName"), stringAt(panel, "title")).to.equal(
            "${__field.name}",
          );
        }
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
          expect(stringAt(query, "settings", "format")).to.equal("long");
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
        expect(targets.map((target) => stringAt(target, "builder", "query")).join()).not.to.contain("by_sensor");
      });
    });
  }
});

/** The grid cells that a panel covers. */
function cells(panel: Value): readonly string[] {
  const at = (name: string) => numberAt(panel, "gridPos", name);
  return Array.from({ length: at("w") * at("h") }, (_, index) => {
    const [x, y] = [at("x") + (index % at("w")), at("y") + Math.floor(index / at("w"))];
    return `${x},${y}`;
  });
}
