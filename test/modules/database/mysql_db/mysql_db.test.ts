import { expect } from "chai";
import { mysql_db } from "../../../../src/modules/database/mysql_db/mysql_db.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof mysql_db.decide>[0];

const installed = { resource: { kind: "package", name: "mariadb-server" }, after: "10.11" } as const;

function decide(args: Partial<Args>, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(mysql_db, { name: "app", ...args });
  const state = mysql_db.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  return mysql_db.decide(full, state.value, predicted);
}

const summaries = (decision: ReturnType<typeof decide>) => decision.changes.map(({ summary }) => summary);

describe("mysql_db", () => {
  it("creates a database, or changes the settings that differ", () => {
    const args = { encoding: "utf8mb4", collation: "utf8mb4_bin" };
    expect(summaries(decide(args, "no\nanswers\n"))).to.deep.equal(["create the database app"]);
    expect(decide(args, "no\nanswers\nutf8mb4\tutf8mb4_bin\n").changes).to.deep.equal([]);
    const [change] = decide(args, "no\nanswers\nutf8mb4\tutf8mb4_general_ci\n").changes;
    expect(change).to.deep.include({
      summary: "change collation of the database app",
      after: { encoding: "utf8mb4", collation: "utf8mb4_bin" },
    });
  });

  it("tells a missing client from a server that lets nobody in", () => {
    expect(decide({}, "no\nclient no\n").fault).to.include({ code: "modules/no-program", missing: true });
    expect(decide({}, "no\n").fault).to.include({ code: "modules/no-database-server", missing: true });
    const state = mysql_db.probe(withDefaults(mysql_db, { name: "a" })).parse(answered("no\nanswers\n", "no\n", 1));
    expect(!state.ok && state.faults[0].code).to.equal("modules/database-answer");
  });

  it("gives no password to the client's arguments", () => {
    const login = { login_host: "db.example", login_user: "admin", login_password: "hid'den\\" };
    const { text } = mysql_db.probe(withDefaults(mysql_db, { name: "a", ...login })).script;
    const command = text.split("\n").find((line) => line.includes("timeout")) ?? "";
    expect(command).to.contain("'--defaults-file=/dev/fd/3'").and.contain("'--host=db.example' '--port=3306'");
    expect(command).to.not.contain("hid");
    expect(text).to.contain(`password="hid'\\''den\\\\"`);
  });

  describe("in check mode", () => {
    const after = (...changes: Parameters<typeof predictedFrom>[0][number][]) => predictedFrom(changes);

    it("creates the database in the server that an earlier task would install", () => {
      expect(summaries(decide({}, "no\nclient no\n", after(installed)))).to.deep.equal(["create the database app"]);
      expect(decide({ state: "absent" }, "no\nclient no\n", after(installed)).changes).to.deep.equal([]);
      expect(decide({ name: "sys" }, "no\nclient no\n", after(installed)).unpredictable).to.contain("sys");
    });

    it("does not know the databases of a server that has data, or that would be started", () => {
      const found = decide({}, "no\ndata yes\nclient no\n", after(installed));
      expect(found.unpredictable).to.contain("mariadb-server");
      const unit = { resource: { kind: "unit", name: "mariadb.service" }, after: {} } as const;
      expect(decide({}, "no\n", after(unit)).unpredictable).to.contain("mariadb.service");
      const remote = { login_host: "db.example" };
      expect(decide(remote, "no\nclient no\n", after(installed)).fault?.code).to.equal("modules/no-program");
    });

    it("sees a database that an earlier task would create or remove", () => {
      const [created] = decide({ encoding: "utf8mb4" }, "no\nanswers\n").changes;
      if (!created) throw new Error("nothing was predicted");
      expect(decide({ encoding: "utf8mb4" }, "no\nanswers\n", after(created)).changes).to.deep.equal([]);
      const gone = after({ resource: created.resource, after: null });
      expect(decide({ state: "absent" }, "no\nanswers\na\tb\n", gone).changes).to.deep.equal([]);
      const lost = after({ resource: created.resource, after: new Unknown("why") });
      expect(decide({}, "no\nanswers\n", lost).unpredictable).to.equal("why");
    });

    it("imports a file that an earlier task would copy", () => {
      const args = { state: "import", target: "/srv//dump.sql" } as const;
      const copied = { resource: { kind: "path", name: "/srv/dump.sql" }, after: { type: "file" } } as const;
      expect(decide(args, "no\nanswers\na\tb\n").fault).to.include({
        code: "modules/nothing-to-import",
        missing: true,
      });
      expect(summaries(decide(args, "no\nanswers\na\tb\n", after(copied)))).to.deep.equal([
        "import /srv//dump.sql into the database app",
      ]);
      expect(decide(args, "yes\nanswers\na\tb\n", after({ ...copied, after: null })).fault).to.not.equal(undefined);
    });
  });
});
