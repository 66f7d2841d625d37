import { expect } from "chai";
import { load } from "../load.ts";

type File = { readonly file: string; readonly content: unknown };
interface Source {
  readonly uid: string;
  readonly jsonData: Record<string, unknown>;
  readonly secureJsonFields?: unknown;
}
interface Datasources {
  provisionedDatasources(files: readonly File[], env: Record<string, string>): Source[];
  describeDatasource(source: Source): Source;
}
interface Dashboards {
  provisionedProviders(files: readonly File[]): unknown[];
  acceptedDashboards(
    files: readonly (File & { provider: string; folder: string })[],
    log: (message: string) => void,
  ): Map<string, unknown>;
  panelsWithoutSource(dashboard: unknown, uids: ReadonlySet<string>): { title: string }[];
}
interface Plugins {
  readonly DRUID: string;
  installedPlugins(
    found: readonly { id: string; version: string }[],
    requested: { before: readonly unknown[]; background: readonly unknown[] },
    log: (message: string) => void,
  ): Map<string, { version: string }>;
}

describe("lab/images/grafana: provisioning", () => {
  let datasources: Datasources;
  let dashboards: Dashboards;
  let plugins: Plugins;
  before(async () => {
    datasources = await load("grafana", "app", "datasources.mjs");
    dashboards = await load("grafana", "app", "dashboards.mjs");
    plugins = await load("grafana", "app", "plugins.mjs");
  });

  describe("of data sources", () => {
    const file = (...sources: unknown[]) => [{ file: "d.yaml", content: { apiVersion: 1, datasources: sources } }];
    const druid = { name: "Druid", uid: "druid", type: "t" };

    it("replaces variables, but not after a doubled dollar", () => {
      const source = { ...druid, jsonData: { "connection.url": "http://$HOST:${PORT}", price: "$$HOST" } };
      const [provisioned] = datasources.provisionedDatasources(file(source), { HOST: "h", PORT: "1" });
      expect(provisioned?.jsonData).to.deep.equal({ "connection.url": "http://h:1", price: "$HOST" });
    });

    it("generates a stable uid", () => {
      const uid = () => datasources.provisionedDatasources(file({ name: "A", type: "t" }), {})[0]?.uid;
      expect(uid()).to.match(/^P[0-9A-F]{16}$/);
      expect(uid()).to.equal(uid());
    });

    it("never shows a secret", () => {
      const source = { ...druid, secureJsonData: { "connection.basicAuthPassword": "secret" } };
      const [provisioned] = datasources.provisionedDatasources(file(source), {});
      const shown = provisioned === undefined ? undefined : datasources.describeDatasource(provisioned);
      expect(JSON.stringify(shown)).not.to.contain("secret");
      expect(shown?.secureJsonFields).to.deep.equal({ "connection.basicAuthPassword": true });
    });

    const faults: Record<string, [unknown[], RegExp]> = {
      "no name": [[{ type: "t" }], /no name/],
      "no type": [[{ name: "A" }], /no type/],
      "a bad uid": [[{ ...druid, uid: "a b" }], /uid a b is invalid/],
      "direct access": [[{ ...druid, access: "direct" }], /access must be proxy/],
      "a duplicate name": [[druid, { ...druid, uid: "x" }], /the name Druid/],
      "a duplicate uid": [[druid, { ...druid, name: "B" }], /the uid druid/],
      "two defaults": [
        [
          { ...druid, isDefault: true },
          { name: "B", type: "t", isDefault: true },
        ],
        /Only one/,
      ],
    };
    for (const [what, [sources, message]] of Object.entries(faults)) {
      it(`rejects ${what}`, () => {
        expect(() => datasources.provisionedDatasources(file(...sources), {})).to.throw(message);
      });
    }

    it("rejects a file with another apiVersion", () => {
      expect(() => datasources.provisionedDatasources([{ file: "d.yaml", content: {} }], {})).to.throw(/apiVersion/);
    });
  });

  describe("of dashboards", () => {
    const accept = (...contents: unknown[]) => {
      const logged: string[] = [];
      const files = contents.map((content, index) => ({ file: `${index}.json`, provider: "p", folder: "F", content }));
      const found = dashboards.acceptedDashboards(files, (message) => logged.push(message));
      return { uids: [...found.keys()], logged };
    };
    const valid = { uid: "one", title: "One", schemaVersion: 42 };

    it("accepts a valid dashboard", () => expect(accept(valid)).to.deep.equal({ uids: ["one"], logged: [] }));

    const faults: Record<string, [unknown, RegExp]> = {
      "a schema that is newer than Grafana": [{ ...valid, schemaVersion: 43 }, /43 is newer/],
      "a schema that cannot be migrated": [{ ...valid, schemaVersion: 12 }, /12 is older/],
      "no schema": [{ uid: "one", title: "One" }, /schemaVersion is missing/],
      "no title": [{ ...valid, title: "" }, /title/],
      "a bad uid": [{ ...valid, uid: "a/b" }, /uid/],
      "a uid of more than 40 characters": [{ ...valid, uid: "u".repeat(41) }, /uid/],
      "the title of its folder": [{ ...valid, title: "f" }, /cannot be the same as folder/],
    };
    for (const [what, [content, message]] of Object.entries(faults)) {
      it(`omits a dashboard with ${what}, and logs it`, () => {
        const { uids, logged } = accept(content);
        expect(uids).to.deep.equal([]);
        expect(logged.join()).to.match(message);
      });
    }

    for (const [what, other, message] of [
      ["uid", { ...valid, title: "Two" }, "the uid one is used by 0.json and 1.json"],
      ["title in a folder", { ...valid, uid: "two" }, "the title one in the folder f is used by 0.json and 1.json"],
    ] as const) {
      it(`saves no dashboard of a provider that uses a ${what} twice`, () => {
        const { uids, logged } = accept(valid, other, { ...valid, uid: "three", title: "Three" });
        expect(uids).to.deep.equal([]);
        expect(logged[0]).to.equal(message);
        expect(logged[1]).to.include("provider p has no database write permissions because of duplicates");
        expect(logged.slice(2)).to.have.length(3);
      });
    }

    it("finds panels that would stay empty, including those in rows", () => {
      const panels = [
        { title: "ok", datasource: { uid: "druid" } },
        { title: "mixed", datasource: { uid: "-- Mixed --" }, targets: [{ datasource: { uid: "gone" } }] },
        { title: "row", type: "row", panels: [{ title: "inner", datasource: { uid: "gone" } }] },
        { title: "variable", datasource: { uid: "${source}" } },
      ];
      const found = dashboards.panelsWithoutSource({ panels }, new Set(["druid"]));
      expect(found.map(({ title }) => title)).to.deep.equal(["mixed", "inner"]);
    });

    it("rejects a provider that does not read files", () => {
      const providers = [{ name: "p", type: "git", options: { path: "/x" } }];
      const file = { file: "p.yaml", content: { apiVersion: 1, providers } };
      expect(() => dashboards.provisionedProviders([file])).to.throw(/type must be file/);
    });
  });

  describe("of plugins", () => {
    const installed = (before: readonly unknown[], background: readonly unknown[] = []) => {
      const logged: string[] = [];
      const found = plugins.installedPlugins([], { before, background }, (message) => logged.push(message));
      return { ids: [...found.keys()], logged };
    };

    it("installs the Druid plugin", () => {
      const plugin = { id: plugins.DRUID, version: "1.8.0" };
      expect(installed([plugin])).to.deep.equal({ ids: [plugins.DRUID], logged: [] });
    });

    it("does not start without a plugin that must be installed first", () => {
      expect(() => installed([{ id: "unknown-plugin", version: "" }])).to.throw(/unknown-plugin.*not found/);
      expect(() => installed([{ id: plugins.DRUID, version: "newest" }])).to.throw(/no version newest/);
    });

    it("starts without a plugin that is installed in the background, and logs it", () => {
      const { ids, logged } = installed([], [{ id: "unknown-plugin", version: "" }]);
      expect(ids).to.deep.equal([]);
      expect(logged.join()).to.contain("unknown-plugin");
    });
  });
});
