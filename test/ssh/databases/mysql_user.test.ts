import { expect } from "chai";
import { mysql_user } from "../../../src/modules/database/mysql_user/mysql_user.ts";
import { Target } from "../../modules/lib/target.ts";
import { MariadbServer } from "./mariadb-server.ts";

type Args = Parameters<typeof mysql_user.decide>[0];

describe("mysql_user, with a server", () => {
  let target: Target;
  let server: MariadbServer;

  before(async function () {
    const started = await MariadbServer.start();
    if (!started) return this.skip();
    server = started;
    server.ask("CREATE DATABASE app; CREATE TABLE app.t (id int, Name text, `x``,(y` int)");
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) => target.run(mysql_user, { ...server.login, ...args });

  async function expectOnce(args: Partial<Args>, summary: string) {
    const { changes, applied, fault } = await run(args);
    expect(fault).to.equal(undefined);
    expect(changes.map((change) => change.summary)).to.deep.equal([summary]);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect((await run(args)).changes).to.deep.equal([]);
  }

  const grants = (user: string) =>
    server
      .ask(`SHOW GRANTS FOR ${user}`)
      .split("\n")
      .map((line) => line.replace(/ TO .*?( WITH GRANT OPTION)?$/, "$1"))
      .filter((line) => line !== "GRANT USAGE ON *.*");

  it("creates, changes and removes a user, and tells the log no password", async () => {
    const password = 'it\'s \\ a "pass"\tword \u00fc';
    const args = { name: "app", password, priv: "app.*:SELECT,INSERT" };
    await expectOnce(args, "create the user app@localhost");
    expect(server.lets("app", password)).to.equal(true);
    expect(grants("app@localhost")).to.deep.equal(["GRANT SELECT, INSERT ON `app`.*"]);
    await expectOnce({ ...args, password: "other" }, "change the password of the user app@localhost");
    expect(server.lets("app", "other")).to.equal(true);
    expect((await run({ ...args, update_password: "on_create" })).changes).to.deep.equal([]);
    await expectOnce({ name: "app", state: "absent" }, "remove the user app@localhost");
    expect(server.log).to.not.contain("pass\\").and.not.contain("other");
  });

  it("takes a stored password, and keeps the login by the socket", async () => {
    server.ask("CREATE USER `both`@localhost IDENTIFIED VIA mysql_native_password USING 'invalid' OR unix_socket");
    const stored = server.ask("SELECT PASSWORD('word')").toLowerCase();
    const args = { name: "both", password: stored, encrypted: true };
    await expectOnce(args, "change the password of the user both@localhost");
    expect(server.lets("both", "word")).to.equal(true);
    expect(server.ask("SHOW CREATE USER `both`@localhost")).to.contain("unix_socket");
    await expectOnce({ name: "both", password: "" }, "change the password of the user both@localhost");
  });

  for (const name of ["it's", '"; DROP USER victim; --', "a`b\\", "\u00fc \u6f22", "%_", "$1 `id` $(id)", ""]) {
    it(`takes ${JSON.stringify(name)} for a name`, async () => {
      await expectOnce({ name, host: "10.0.%", priv: "*.*:PROCESS" }, `create the user ${name}@10.0.%`);
      expect(server.ask("SELECT User FROM mysql.user WHERE Host = '10.0.%'")).to.equal(name);
      await expectOnce({ name, host: "10.0.%", state: "absent" }, `remove the user ${name}@10.0.%`);
    });
  }

  for (const [priv, shown] of [
    ["*.*:ALL", ["GRANT ALL PRIVILEGES ON *.*"]],
    ["*.*:ALL,GRANT", ["GRANT ALL PRIVILEGES ON *.* WITH GRANT OPTION"]],
    ["*.*:REPLICATION CLIENT,REPLICATION SLAVE", ["GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.*"]],
    ["app.*:usage,grant", ["GRANT USAGE ON `app`.* WITH GRANT OPTION"]],
    ["app.t:select(ID, `x``,(y`),UPDATE (name)", ["GRANT SELECT (`x``,(y`, `id`), UPDATE (`name`) ON `app`.`t`"]],
    ["my\\_app.*:DELETE/my%.*:SELECT", ["GRANT SELECT ON `my%`.*", "GRANT DELETE ON `my\\_app`.*"]],
    ["`a/b:c.d`.*:CREATE TEMPORARY TABLES, LOCK TABLES", ["GRANT CREATE TEMPORARY TABLES, LOCK TABLES ON `a/b:c.d`.*"]],
    ["PROCEDURE sys.ps_setup_save:EXECUTE", ["GRANT EXECUTE ON PROCEDURE `sys`.`ps_setup_save`"]],
    ["*.*:USAGE", []],
  ] as const) {
    it(`grants ${priv}, and nothing else`, async () => {
      server.ask("CREATE OR REPLACE USER g@localhost; CREATE ROLE IF NOT EXISTS role; GRANT role TO g@localhost");
      server.ask(
        "GRANT ALL ON app.* TO g@localhost WITH GRANT OPTION; GRANT SELECT, SELECT (id), INSERT (id) ON app.t TO g@localhost",
      );
      await expectOnce({ name: "g", priv }, "change the privileges of the user g@localhost");
      expect([...grants("g@localhost")].sort()).to.deep.equal(["GRANT `role`", ...shown].sort());
    });
  }

  it("appends privileges", async () => {
    server.ask(
      "CREATE USER more@localhost; GRANT ALL ON app.* TO more@localhost; GRANT PROCESS ON *.* TO more@localhost",
    );
    const args = { name: "more", append_privs: true } as const;
    expect((await run({ ...args, priv: "app.*:SELECT" })).changes).to.deep.equal([]);
    await expectOnce(
      { ...args, priv: "app.*:SELECT,GRANT/*.*:SUPER" },
      "change the privileges of the user more@localhost",
    );
    const both = ["GRANT PROCESS, SUPER ON *.*", "GRANT ALL PRIVILEGES ON `app`.* WITH GRANT OPTION"];
    expect(grants("more@localhost")).to.deep.equal(both);
  });

  it("does not compare the password of a user who logs in otherwise", async () => {
    server.ask("CREATE USER socket@localhost IDENTIFIED VIA unix_socket");
    const { fault } = await run({ name: "socket", password: "x" });
    expect(fault?.code).to.equal("modules/other-login");
    expect((await run({ name: "socket", password: "x", update_password: "on_create" })).changes).to.deep.equal([]);
  });
});
