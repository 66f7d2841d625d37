import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { load } from "../load.ts";

interface Reply {
  readonly code: number;
  readonly body: unknown;
}
type Respond = (state: unknown, request: unknown) => Promise<Reply>;
interface Access {
  effectiveLogin(kept: unknown, given: { user: string; password: string }): unknown;
  roleOf(header: string | undefined, login: unknown, anonymous: boolean): string | undefined;
}

describe("lab/images/grafana: API", () => {
  let respond: Respond;
  let access: Access;
  let druid: Server;
  let requests: { path: string | undefined; body: string }[];
  let state: unknown;

  before(async () => {
    ({ reply: respond } = await load<{ reply: Respond }>("grafana", "app", "api.mjs"));
    access = await load("grafana", "app", "access.mjs");
    druid = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        requests.push({ path: request.url, body });
        response.statusCode = body.includes("broken") ? 400 : 200;
        response.end(request.url === "/status" ? '{"version":"33.0.0"}' : '[["n"],[1],[2]]');
      });
    });
    await new Promise<void>((resolve) => druid.listen(0, "127.0.0.1", resolve));
    const { port } = druid.address() as AddressInfo;
    const type = "grafadruid-druid-datasource";
    const source = { uid: "druid", name: "Druid", type, secureJsonData: {} };
    state = {
      plugins: new Map([[type, { id: type, version: "1.8.0" }]]),
      sources: [
        { ...source, jsonData: { "connection.url": `http://127.0.0.1:${port}` } },
        { ...source, uid: "without-url", jsonData: {} },
        { ...source, uid: "other", type: "prometheus", jsonData: {} },
      ],
      dashboards: new Map([["one", { file: "one.json", folder: "F", dashboard: { uid: "one", title: "One" } }]]),
    };
  });
  beforeEach(() => (requests = []));
  after(() => druid.close());

  const get = (path: string, role = "admin") => {
    const [pathname, search] = path.split("?");
    return respond(state, { method: "GET", path: pathname, query: new URLSearchParams(search), role });
  };
  const query = (uid: string, more: Record<string, unknown> = {}, range: Record<string, unknown> = {}) => {
    const target = {
      refId: "A",
      datasource: { uid },
      builder: { queryType: "sql", query: "SELECT $__interval_ms" },
      settings: {},
      intervalMs: 7000,
      ...more,
    };
    const body = { from: "now-1h", to: "now", queries: [target], ...range };
    return respond(state, { method: "POST", path: "/api/ds/query", role: "viewer", body, now: 1_767_225_600_000 });
  };

  const codes: Record<string, number> = {
    "/api/health": 200,
    "/api/datasources/uid/druid": 200,
    "/api/datasources/uid/gone": 404,
    "/api/datasources/uid/gone/health": 404,
    "/api/datasources/uid/other/health": 500,
    "/api/datasources/uid/without-url/health": 400,
    "/api/dashboards/uid/gone": 404,
    "/api/plugins/gone/settings": 404,
    "/api/datasources/1": 404,
  };
  for (const [path, code] of Object.entries(codes)) {
    it(`answers ${code} on ${path}`, async () => expect((await get(path)).code).to.equal(code));
  }

  it("asks Druid for a data source's health", async () => {
    const { body } = await get("/api/datasources/uid/druid/health");
    expect(body).to.deep.equal({ status: "OK", message: "Succesfully connected to Druid 33.0.0" });
  });

  it("lists dashboards, and marks them as provisioned", async () => {
    expect((await get("/api/search?type=dash-db&query=on")).body).to.have.lengthOf(1);
    expect((await get("/api/search?query=other")).body).to.deep.equal([]);
    expect((await get("/api/dashboards/uid/one")).body).to.have.nested.property("meta.provisioned", true);
  });

  it("forwards a panel's query and returns a frame of its rows", async () => {
    const { code, body } = await query("druid");
    expect(code).to.equal(200);
    expect(body).to.have.deep.nested.property("results.A.frames[0].data.values", [[1, 2]]);
    expect(JSON.parse(requests[0]?.body ?? "")).to.deep.include({ query: "SELECT 7000", header: true });
  });

  const failures: Record<string, [Record<string, unknown>, RegExp]> = {
    "Druid rejects the query": [{ builder: { queryType: "sql", query: "broken" } }, /Druid returned 400/],
    "the query has no settings": [{ settings: undefined }, /error occurred within the plugin/],
    "the query has no builder": [{ builder: undefined }, /error occurred within the plugin/],
    "the query is not SQL": [{ builder: { queryType: "timeseries" } }, /timeseries/],
    "there are more rows than the limit": [{ settings: { responseLimit: 1 } }, /more than 1 rows/],
  };
  for (const [what, [more, message]] of Object.entries(failures)) {
    it(`returns an error and 400 if ${what}`, async () => {
      const { code, body } = await query("druid", more);
      expect(code).to.equal(400);
      expect((body as { results: { A: { error: string } } }).results.A.error).to.match(message);
    });
  }

  it("rejects queries to unknown data sources, and requests without queries or a valid range", async () => {
    expect((await query("gone")).code).to.equal(404);
    expect((await query("other")).code).to.equal(404);
    expect((await query("druid", {}, { from: "yesterday" })).code).to.equal(400);
    expect((await query("druid", {}, { queries: [] })).code).to.equal(400);
    expect(requests).to.deep.equal([]);
  });

  it("requires a login, and restricts viewers", async () => {
    const anonymous = { method: "GET", query: new URLSearchParams() };
    expect((await respond(state, { ...anonymous, path: "/api/health" })).code).to.equal(200);
    expect((await respond(state, { ...anonymous, path: "/api/plugins" })).code).to.equal(401);
    expect((await get("/api/datasources", "viewer")).code).to.equal(403);
  });

  it("accepts only the password of the first start", () => {
    const login = access.effectiveLogin(undefined, { user: "admin", password: "first:one" });
    const kept = access.effectiveLogin(login, { user: "admin", password: "second" });
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    expect(access.roleOf(basic("admin:first:one"), kept, false)).to.equal("admin");
    expect(access.roleOf(basic("admin:second"), kept, true)).to.equal(undefined);
    expect(access.roleOf(undefined, kept, true)).to.equal("viewer");
    expect(access.roleOf(undefined, kept, false)).to.equal(undefined);
  });
});
