import { expect } from "chai";
import { postgresql_db } from "../../../src/modules/database/postgresql_db/postgresql_db.ts";
import { Target } from "../../modules/lib/target.ts";
import { PostgresqlServer } from "./postgresql-server.ts";

type Args = Parameters<typeof postgresql_db.decide>[0];

describe("postgresql_db, with a server", () => {
  let target: Target;
  let server: PostgresqlServer;

  before(function () {
    const started = PostgresqlServer.start();
    if (!started) return this.skip();
    server = started;
    server.ask(`CREATE ROLE app; CREATE ROLE "o""ther"`);
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) => target.run(postgresql_db, { ...server.login, ...args });

  async function expectOnce(args: Partial<Args>, summary: string) {
    const { changes, applied } = await run(args);
    expect(changes.map((change) => change.summary)).to.deep.equal([summary]);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect((await run(args)).changes).to.deep.equal([]);
  }

  for (const name of ["app", `"; DROP DATABASE victim; --`, "two\nlines"]) {
    it(`creates, changes and removes the database ${JSON.stringify(name)}`, async () => {
      const args = { name, encoding: "utf-8", lc_collate: "C", lc_ctype: "C", template: "template0", owner: "app" };
      await expectOnce(args, `create the database ${name}`);
      await expectOnce({ ...args, conn_limit: 5 }, `change conn_limit of the database ${name}`);
      await expectOnce({ ...args, owner: `o"ther` }, `change owner of the database ${name}`);
      await expectOnce({ name, state: "absent" }, `remove the database ${name}`);
    });
  }

  it("does not change an encoding or a sort order", async () => {
    expect((await run({ name: "postgres", encoding: "UTF8" })).changes).to.deep.equal([]);
    expect((await run({ name: "postgres", encoding: "LATIN1" })).fault?.code).to.equal("modules/fixed-database");
    expect((await run({ name: "postgres", lc_ctype: "de_DE.UTF-8" })).fault?.message).to.contain("de_DE.UTF-8");
  });

  it("misses an owner", async () => {
    expect((await run({ name: "new", owner: "nobody" })).fault?.code).to.equal("modules/no-role");
  });

  it("shows why the server refuses to create it", async () => {
    const { applied } = await run({ name: "new", template: "none" });
    expect(applied?.ok === false && applied.faults[0].details?.join()).to.contain('"none"');
  });
});
