import { expect } from "chai";
import { fakeServer, type FakeReply } from "../services/fake-server.ts";
import { closeServer } from "../services/loopback.ts";
import { SECRETS, tryRole } from "./site-role.ts";

const NAMES = ["raw_sensors", "clean_sensors"];
const month = {
  type: "loadByPeriod",
  period: "P30D",
  includeFuture: true,
  tieredReplicants: { _default_tier: 2 },
};

/** What Druid has, by the end of the path where it tells it. */
type Kept = Readonly<Record<string, unknown>>;

/** What a run would change of retention and compaction, beside a Druid that has so much. */
async function checked(vars: object, kept: Kept = {}) {
  const fake = await fakeServer(({ path }): FakeReply => {
    const [, found] = Object.entries(kept).find(([end]) => path.endsWith(end)) ?? [];
    if (found !== undefined) return [200, found];
    return path.includes("/rules/") ? [200, []] : [404, ""];
  });
  try {
    const ingestion_datasources = NAMES.map((name) => ({ name, time: "ts", dimensions: [] }));
    const tried = await tryRole({
      role: "druid_ingestion",
      vars: { druid_url: fake.url, ingestion_datasources, ...vars },
    });
    const logins = [...new Set(fake.requests.map(({ headers }) => headers.authorization))];
    return { ...tried, logins, changes: tried.changes.filter(({ summary }) => !summary.includes("supervisor")) };
  } finally {
    await closeServer(fake.server);
  }
}

describe("retention and compaction of roles/druid_ingestion", () => {
  it("are the cluster's own unless variables say something", async () => {
    const { exit, changes, output } = await checked({});
    expect(exit, output).to.equal(0);
    expect(changes).to.deep.equal([]);
  });

  it("are asked for with a login only where Druid wants one, which nobody sees", async () => {
    expect((await checked({})).logins).to.deep.equal([undefined]);
    const { logins, output } = await checked({ druid_auth: "basic" });
    const password = SECRETS["druid_admin_password"] ?? "";
    const sent = Buffer.from(`admin:${password}`).toString("base64");
    expect(logins).to.deep.equal([`Basic ${sent}`]);
    expect(output).not.to.contain(sent);
  });

  it("are set for the datasources that are named", async () => {
    const { changes } = await checked({
      ingestion_retention: { raw_sensors: "P30D" },
      ingestion_compaction: { clean_sensors: { skipOffsetFromLatest: "P1D" } },
    });
    expect(changes.map(({ summary, after }) => ({ summary, after }))).to.deep.equal([
      { summary: "set the rules of raw_sensors", after: [month, { type: "dropForever" }] },
      {
        summary: "set the compaction of clean_sensors",
        after: { skipOffsetFromLatest: "P1D", dataSource: "clean_sensors" },
      },
    ]);
  });

  it("go when nothing names them any more, and stay when they mean the same", async () => {
    const kept = {
      "rules/raw_sensors": [{ ...month, useDefaultTierForNull: true }, { type: "dropForever" }],
      "compaction/raw_sensors": { dataSource: "raw_sensors", skipOffsetFromLatest: "P1D", taskPriority: 25 },
    };
    expect((await checked({}, kept)).changes.map(({ summary }) => summary)).to.deep.equal([
      "set the rules of raw_sensors",
      "end the compaction of raw_sensors",
    ]);
    const same = {
      ingestion_retention: { raw_sensors: "P30D" },
      ingestion_compaction: { raw_sensors: { skipOffsetFromLatest: "PT24H" } },
    };
    expect((await checked(same, kept)).changes).to.deep.equal([]);
  });

  it("are refused for a datasource that there is none of, before anything is asked", async () => {
    const { exit, said, faults } = await checked({ ingestion_retention: { raw_sensor: "P30D" } });
    expect(exit).to.equal(1);
    expect(said[0]).to.equal("server1 Retention and compaction are of datasources that there are: failed");
    expect(faults.join()).to.contain("raw_sensors, clean_sensors");
  });
});
