import { expect } from "chai";
import { postgresql_user } from "../../../src/modules/database/postgresql_user/postgresql_user.ts";
import { Target } from "../../modules/lib/target.ts";
import { PostgresqlServer } from "./postgresql-server.ts";

type Args = Parameters<typeof postgresql_user.decide>[0];

describe("postgresql_user, with a server", () => {
  let target: Target;
  let server: PostgresqlServer;

  before(function () {
    const started = PostgresqlServer.start();
    if (!started) return this.skip();
    server = started;
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) => target.run(postgresql_user, { ...server.login, ...args });
  const stored = (name: string) => server.ask(`SELECT rolpassword FROM pg_authid WHERE rolname = '${name}'`);

  async function expectOnce(args: Partial<Args>, summary: string) {
    const { changes, applied, fault } = await run(args);
    expect(fault).to.equal(undefined);
    expect(changes.map((change) => change.summary)).to.deep.equal([summary]);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect((await run(args)).changes).to.deep.equal([]);
  }

  it("creates, changes and removes a role", async () => {
    const args = { name: "app", password: "pass word", role_attr_flags: ["CREATEDB", "noinherit"] };
    await expectOnce(args, "create the role app");
    expect(server.ask("SELECT rolcreatedb, rolinherit, rolcanlogin FROM pg_roles WHERE rolname = 'app'")).to.equal(
      "t|f|t",
    );
    const more = { conn_limit: 7, expires: "2030-01-01", comment: "it's" };
    await expectOnce(
      { ...args, ...more, role_attr_flags: ["NOLOGIN"] },
      "change the flags, the connection limit, the expiry, the comment of the role app",
    );
    await expectOnce({ name: "app", state: "absent" }, "remove the role app");
    expect(server.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'app'")).to.equal("0");
  });

  it("creates a role without options", async () => {
    await expectOnce({ name: "bare" }, "create the role bare");
    await expectOnce({ name: "group", role_attr_flags: ["NOLOGIN"] }, "create the role group");
    expect(server.ask("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'group'")).to.equal("f");
  });

  it("stores a password as the server does, and tells the log neither it nor its stored form", async () => {
    await expectOnce({ name: "scram", password: "gr\u00fc\u00df\u00a0e" }, "create the role scram");
    const own = stored("scram");
    expect(own).to.match(/^SCRAM-SHA-256\$4096:/);
    expect(server.log).to.not.contain(own);
    server.ask("CREATE ROLE theirs PASSWORD 'gr\u00fc\u00df\u00a0e'");
    expect((await run({ name: "theirs", password: "gr\u00fc\u00df\u00a0e" })).changes).to.deep.equal([]);
    await expectOnce({ name: "theirs", password: "other" }, "change the password of the role theirs");
    await expectOnce({ name: "theirs", password: own }, "change the password of the role theirs");
    expect(stored("theirs")).to.equal(own);
    expect((await run({ name: "theirs", password: "x", no_password_changes: true })).changes).to.deep.equal([]);
    await expectOnce({ name: "theirs", password: "" }, "change the password of the role theirs");
  });

  it("follows a server that stores MD5", async () => {
    server.ask("CREATE ROLE old; ALTER ROLE postgres SET password_encryption = md5");
    try {
      await expectOnce({ name: "old", password: "x" }, "change the password of the role old");
      expect(stored("old")).to.match(/^md5[0-9a-f]{32}$/);
      server.ask("ALTER ROLE old PASSWORD 'y'");
      expect((await run({ name: "old", password: "y" })).changes).to.deep.equal([]);
    } finally {
      server.ask("ALTER ROLE postgres RESET password_encryption");
    }
  });

  for (const name of [
    `"; DROP ROLE victim; --`,
    "two\nlines",
    "it's \\",
    "--",
    ":a \\q",
    "$1 `id` $(id)",
    "\u00fc END",
  ]) {
    it(`takes ${JSON.stringify(name)} for a name and a comment`, async () => {
      await expectOnce({ name, comment: name, password: name }, `create the role ${name}`);
      await expectOnce({ name, comment: "END\nEND" }, `change the comment of the role ${name}`);
      await expectOnce({ name, state: "absent" }, `remove the role ${name}`);
    });
  }

  it("does not remove a role that owns something", async () => {
    server.ask("CREATE ROLE owner");
    server.ask("CREATE DATABASE owned OWNER owner");
    const { fault } = await run({ name: "owner", state: "absent" });
    expect(fault).to.include({ code: "modules/role-in-use", missing: true });
  });

  it("says it if a login may not read how passwords are stored", async () => {
    server.ask("CREATE ROLE manager LOGIN CREATEROLE; CREATE ROLE managed; GRANT managed TO manager WITH ADMIN OPTION");
    const { fault } = await run({ name: "managed", password: "x", login_user: "manager" });
    expect(fault?.code).to.equal("modules/unread-password");
    await expectOnce(
      { name: "managed", conn_limit: 1, login_user: "manager" },
      "change the connection limit of the role managed",
    );
  });

  it("fails for a date that is none, before anything is changed", async () => {
    const fault = await target.faultOf(postgresql_user, { ...server.login, name: "dated", expires: "soon" });
    expect(fault?.code).to.equal("modules/database-answer");
    expect(fault?.details?.join()).to.contain("soon");
  });

  it("takes a login that is refused for no server", async () => {
    const fault = await target.faultOf(postgresql_user, { ...server.login, name: "a", login_user: "nobody here" });
    expect(fault?.code).to.equal("modules/no-database-server");
  });
});
