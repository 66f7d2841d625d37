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

/** Druid's responses, by the end of the requested path. */
type Responses = Readonly<Record<string, unknown>>;

/** The outcome of a check run against a fake Druid: its changes to retention and compaction, and the logins it sent. */
async function checked(vars: object, responses: Responses = {}) {
  const fake = await fakeServer(({ path }): FakeReply => {
    const [, found] = Object.entries(responses).find(([end]) => path.endsWith(end)) ?? [];
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

describe("roles/druid_ingestion: retention and compaction", () => {
  it("keep the cluster's own settings by default", async () => {
    const { exit, changes, output } = await checked({});
    expect(exit, output).to.equal(0);
    expect(changes).to.deep.equal([]);
  });

  it("log in only if Druid requires it, without printing the password", async () => {
    expect((await checked({})).logins).to.deep.equal([undefined]);
    const { logins, output } = await checked({ druid_auth: "basic" });
    const password = SECRETS["druid_admin_password"] ?? "";
    const sent = Buffer.from(`admin:${password}`).toString("base64");
    expect(logins).to.deep.equal([`Basic ${sent}`]);
    expect(output).not.to.contain(sent);
  });

  it("are set for the datasources that variables name", async () => {
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

  it("are a datasource's own unless a variable names it", async () => {
    const own = { ingestion_datasources: [{ name: "raw_sensors", time: "ts", dimensions: [], retention: "P30D" }] };
    const rulesOf = async (vars: object) => (await checked({ ...own, ...vars })).changes.map(({ after }) => after);
    expect(await rulesOf({})).to.deep.equal([[month, { type: "dropForever" }]]);
    const year = { ingestion_retention: { raw_sensors: "P1Y" } };
    expect(await rulesOf(year)).to.deep.equal([[{ ...month, period: "P1Y" }, { type: "dropForever" }]]);
  });

  it("are removed when no variable names them, and kept when they are equivalent", async () => {
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

  it("are rejected for an unknown datasource before any request", async () => {
    const { exit, statuses, faults } = await checked({ ingestion_retention: { raw_sensor: "P30D" } });
    expect(exit).to.equal(1);
    expect(statuses[0]).to.equal("server1 Check that retention and compaction name existing datasources: failed");
    expect(faults.join()).to.contain("raw_sensors, clean_sensors");
  });
});
