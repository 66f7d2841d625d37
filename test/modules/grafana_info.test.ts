import { expect } from "chai";
import { httpFault } from "../../src/errors/catalogue/services/http.ts";
import { bad, good } from "../../src/errors/fault.ts";
import type { Decision } from "../../src/module/contract.ts";
import { grafana_info } from "../../src/modules/grafana_info.ts";
import type { GrafanaReader } from "../../src/services/grafana/model.ts";
import type { SomeArgs } from "./lib/module-types.ts";

type Args = SomeArgs<typeof grafana_info>;

const given = {
  url: "http://g",
  user: "admin",
  password: "long",
  timeout: 60,
  plugins: ["druid-plugin@1.8.0"],
  datasources: ["druid"],
};

const healthy: GrafanaReader = {
  health: () => Promise.resolve(good({ database: "ok", version: "13.2.2" })),
  statusWithoutLogin: () => Promise.resolve(good(401)),
  accepts: (_user, password) => Promise.resolve(good(password === "long")),
  plugin: () => Promise.resolve(good("1.8.0")),
  datasources: () => Promise.resolve(good([])),
  datasourceHealth: () => Promise.resolve(good({ healthy: true, message: "connected" })),
  panels: () => Promise.reject(new Error("the panels' queries were run")),
  alerts: () => Promise.reject(new Error("the alerts' queries were run")),
  preview: () => Promise.reject(new Error("the panels' queries were run")),
};

async function decide(changed: Partial<GrafanaReader> = {}, args: Args = {}): Promise<Decision> {
  const full = { ...given, ...args };
  const state = await grafana_info.probe(full, { ...healthy, ...changed });
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  return grafana_info.decide(full, state.value, { get: () => undefined, any: () => false });
}

describe("modules/grafana_info", () => {
  it("describes a Grafana that meets all requirements", async () => {
    expect(await decide()).to.deep.equal({
      changes: [],
      result: {
        healthy: true,
        settled: true,
        version: "13.2.2",
        plugins: { "druid-plugin": "1.8.0" },
        datasources: { druid: "connected" },
      },
    });
  });

  const faults: readonly [string, Partial<GrafanaReader>, Args, string][] = [
    [
      "Grafana's own database is unhealthy",
      { health: () => Promise.resolve(good({ database: "failing", version: "" })) },
      {},
      "services/grafana-unhealthy",
    ],
    ["no login is required", { statusWithoutLogin: () => Promise.resolve(good(200)) }, {}, "services/grafana-open"],
    ["the login is rejected", { accepts: () => Promise.resolve(good(false)) }, {}, "services/grafana-login"],
    [
      "the password is the default one",
      { accepts: () => Promise.resolve(good(true)) },
      { password: "admin" },
      "services/grafana-default-password",
    ],
    [
      "another account is used and admin still has the default password",
      { accepts: () => Promise.resolve(good(true)) },
      { user: "boss" },
      "services/grafana-default-password",
    ],
    ["a plugin is missing", { plugin: () => Promise.resolve(good(undefined)) }, {}, "services/grafana-plugin"],
    ["a plugin has another version", { plugin: () => Promise.resolve(good("1.4.1")) }, {}, "services/grafana-plugin"],
    [
      "a data source is unreachable",
      { datasourceHealth: () => Promise.resolve(good({ healthy: false, message: "refused" })) },
      {},
      "services/grafana-datasource",
    ],
  ];
  const mayRecover = ["services/grafana-unhealthy", "services/grafana-plugin", "services/grafana-datasource"];
  for (const [title, changed, args, code] of faults) {
    it(`fails if ${title}`, async () => {
      const { fault, result } = await decide(changed, args);
      expect(fault?.code).to.equal(code);
      expect(result).to.include({ healthy: false, settled: !mayRecover.includes(code) });
    });
  }

  it("tries no login if Grafana's database is unhealthy", async () => {
    const health = () => Promise.resolve(good({ database: "failing", version: "" }));
    const accepts = () => Promise.reject(new Error("a login was tried"));
    expect((await decide({ health, accepts })).fault?.code).to.equal("services/grafana-unhealthy");
  });

  it("accepts any version of a plugin that is named without one", async () => {
    const plugin = () => Promise.resolve(good("0.1"));
    expect(await decide({ plugin }, { plugins: ["druid-plugin"] })).not.to.have.property("fault");
  });

  it("never tries the default password on the given account", async () => {
    const tried: string[] = [];
    const accepts = (user: string, password: string) => {
      tried.push(`${user} ${password}`);
      return Promise.resolve(good(password === "long"));
    };
    await decide({ accepts });
    expect(tried).to.deep.equal(["admin long"]);
    await decide({ accepts }, { user: "boss" });
    expect(tried.slice(1)).to.deep.equal(["boss long", "admin admin"]);
  });

  it("reports an unreachable Grafana, with a result for `until`", async () => {
    const refused = httpFault("services/http-unreachable", { url: "http://g", reason: "refused" });
    const decision = await decide({ health: () => Promise.resolve(bad(refused)) });
    expect(decision.fault).to.equal(refused);
    expect(decision.result).to.deep.equal({
      healthy: false,
      settled: false,
      version: null,
      plugins: {},
      datasources: {},
    });
  });
});
