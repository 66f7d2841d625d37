import { expect } from "chai";
import { postgresql_ext } from "../../../src/modules/database/postgresql_ext/postgresql_ext.ts";
import { Target } from "../../modules/lib/target.ts";
import { PostgresqlServer } from "./postgresql-server.ts";

type Args = Parameters<typeof postgresql_ext.decide>[0];

describe("postgresql_ext, with a server", () => {
  let target: Target;
  let server: PostgresqlServer;

  before(function () {
    const started = PostgresqlServer.start();
    if (!started) return this.skip();
    server = started;
    if (server.ask("SELECT count(*) FROM pg_available_extensions WHERE name = 'earthdistance'") === "0") this.skip();
    server.ask(`CREATE SCHEMA "it's"`);
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) => target.run(postgresql_ext, { ...server.login, login_db: "postgres", ...args });
  const found = (name: string) =>
    server.ask(`SELECT extversion, extnamespace::regnamespace FROM pg_extension WHERE extname = '${name}'`);

  async function expectOnce(args: Partial<Args>, summary: string) {
    const { changes, applied, fault } = await run(args);
    expect(fault).to.equal(undefined);
    expect(changes.map((change) => change.summary)).to.deep.equal([summary]);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect((await run(args)).changes).to.deep.equal([]);
  }

  it("installs, updates, moves and removes an extension", async () => {
    await expectOnce({ name: "hstore", version: "1.4" }, "install the extension hstore in postgres");
    expect(found("hstore")).to.equal("1.4|public");
    expect((await run({ name: "hstore" })).changes).to.deep.equal([]);
    await expectOnce({ name: "hstore", version: "latest" }, "change version of the extension hstore in postgres");
    expect(found("hstore")).to.not.match(/^1\.4\|/);
    await expectOnce({ name: "hstore", schema: "it's" }, "change schema of the extension hstore in postgres");
    expect(found("hstore")).to.contain(`"it's"`);
    await expectOnce({ name: "hstore", state: "absent" }, "remove the extension hstore from postgres");
    expect(found("hstore")).to.equal("");
  });

  it("installs what an extension needs, only if asked to", async () => {
    const { applied } = await run({ name: "earthdistance" });
    expect(applied?.ok === false && applied.faults[0].details?.join()).to.contain("cube");
    await expectOnce({ name: "earthdistance", cascade: true }, "install the extension earthdistance in postgres");
    await expectOnce({ name: "cube", cascade: true, state: "absent" }, "remove the extension cube from postgres");
    expect(found("earthdistance")).to.equal("");
  });

  for (const args of [{ name: `"; DROP` }, { name: "hstore", version: "0.1" }]) {
    it(`misses the files of ${args.name}`, async () => {
      expect((await run(args)).fault).to.include({ code: "modules/no-extension", missing: true });
    });
  }

  it("takes a database that does not exist for no server", async () => {
    const fault = await target.faultOf(postgresql_ext, { ...server.login, name: "hstore", login_db: "none" });
    expect(fault?.code).to.equal("modules/no-database-server");
    expect(fault?.details?.join()).to.contain("none");
  });
});
