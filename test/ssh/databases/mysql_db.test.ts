import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { mysql_db } from "../../../src/modules/database/mysql_db/mysql_db.ts";
import { Target } from "../../modules/lib/target.ts";
import { MariadbServer } from "./mariadb-server.ts";

type Args = Parameters<typeof mysql_db.decide>[0];

describe("mysql_db, with a server", () => {
  let target: Target;
  let server: MariadbServer;

  before(async function () {
    const started = await MariadbServer.start();
    if (!started) return this.skip();
    server = started;
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) => target.run(mysql_db, { ...server.login, ...args });

  async function expectOnce(args: Partial<Args>, summary: string) {
    const { changes, applied, fault } = await run(args);
    expect(fault).to.equal(undefined);
    expect(changes.map((change) => change.summary)).to.deep.equal([summary]);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect((await run(args)).changes).to.deep.equal([]);
  }

  for (const name of [
    "app",
    "`; DROP DATABASE victim; --",
    "it's \\",
    "a\\`b",
    "50%_",
    "\u00fc \u6f22",
    "$1 `id` $(id)",
    "END",
  ]) {
    it(`creates, changes and removes the database ${JSON.stringify(name)}`, async () => {
      await expectOnce({ name, encoding: "latin1" }, `create the database ${name}`);
      expect(server.ask("SHOW DATABASES").split("\n")).to.include(name);
      await expectOnce({ name, encoding: "utf8mb4" }, `change encoding of the database ${name}`);
      await expectOnce({ name, collation: "utf8mb4_bin" }, `change collation of the database ${name}`);
      await expectOnce({ name, state: "absent" }, `remove the database ${name}`);
      expect(server.ask("SHOW DATABASES").split("\n")).to.not.include(name);
    });
  }

  it("tells names apart by case, and takes utf8 for utf8mb3", async () => {
    await expectOnce({ name: "Case", encoding: "utf8", collation: "utf8_bin" }, "create the database Case");
    await expectOnce({ name: "case" }, "create the database case");
    expect((await run({ name: "Case", encoding: "utf8mb3" })).changes).to.deep.equal([]);
  });

  for (const [title, args] of [
    ["a character set", { encoding: "utf9" }],
    ["a collation of another character set", { encoding: "latin1", collation: "utf8mb4_bin" }],
  ] as const) {
    it(`refuses ${title} that the server does not know, before anything is changed`, async () => {
      const fault = await target.faultOf(mysql_db, { ...server.login, name: "new", ...args });
      expect(fault?.code).to.equal("modules/database-answer");
      expect(fault?.details?.join()).to.match(/utf9|utf8mb4_bin/);
    });
  }

  it("logs in with a password that is hard to quote, and takes a wrong one for no server", async () => {
    const password = "a\"b\\c#d'e f;`$x\\n \u00fc";
    server.ask(
      `CREATE USER app@localhost IDENTIFIED BY ${JSON.stringify(password)}; GRANT ALL ON *.* TO app@localhost`,
    );
    const login = { login_user: "app", login_password: password };
    await expectOnce({ name: "theirs", ...login }, "create the database theirs");
    const fault = await target.faultOf(mysql_db, { ...server.login, ...login, name: "theirs", login_password: "x" });
    expect(fault).to.include({ code: "modules/no-database-server", missing: true });
    expect(fault?.details?.join()).to.contain("1045");
  });

  it("imports a file, and says whether it could be read", async () => {
    const file = target.path("it's a dump.sql");
    writeFileSync(file, "CREATE TABLE IF NOT EXISTS t (a text); INSERT INTO t VALUES ('x;\\n');\n");
    execFileSync("gzip", ["-k", file]);
    const args = { name: "filled", state: "import", target: file } as const;
    const first = await run(args);
    const both = ["create the database filled", `import ${file} into the database filled`];
    expect(first.changes.map((change) => change.summary)).to.deep.equal(both);
    expect(first.applied?.ok).to.equal(true);
    const second = await run({ ...args, target: `${file}.gz` });
    expect(second.changes.map((change) => change.summary)).to.deep.equal([
      `import ${file}.gz into the database filled`,
    ]);
    expect(second.applied?.ok).to.equal(true);
    expect(server.ask("SELECT COUNT(*) FROM filled.t")).to.equal("2");
    writeFileSync(`${file}.gz`, "no archive");
    expect((await run({ ...args, target: `${file}.gz` })).applied?.ok).to.equal(false);
    writeFileSync(file, "NONSENSE;");
    const { applied } = await run(args);
    expect(applied?.ok === false && applied.faults[0].details?.join()).to.contain("NONSENSE");
    expect((await run({ ...args, target: "/none" })).fault).to.include({
      code: "modules/nothing-to-import",
      missing: true,
    });
  });
});
