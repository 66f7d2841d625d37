import { expect } from "chai";
import { PRIVILEGES_PATTERN } from "../../../../src/modules/database/mysql_user/words.ts";
import { mysql_user } from "../../../../src/modules/database/mysql_user/mysql_user.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof mysql_user.decide>[0];

// What `SELECT PASSWORD('word')` prints.
const STORED = "*7BD57D0DB8A30D94E066D5E66B10C7201AC5219D";
const installed = { resource: { kind: "package", name: "mariadb-server" }, after: "10.11" } as const;

const found = (password: string, ...grants: readonly string[]) =>
  [
    "answers\n10.11.6-MariaDB",
    `mysql_native_password\t${password}`,
    ...grants.map(
      (grant) =>
        `GRANT ${grant.replace(" WITH", " TO `app`@`localhost` WITH")}${grant.includes("WITH") ? "" : " TO `app`@`localhost`"}`,
    ),
  ].join("\n");
const NONE = "answers\n10.11.6-MariaDB\n";

function decide(args: Partial<Args>, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(mysql_user, { name: "app", ...args });
  const state = mysql_user.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  return mysql_user.decide(full, state.value, predicted);
}

function sent(args: Partial<Args>, stdout: string): string {
  const full = withDefaults(mysql_user, { name: "app", ...args });
  const state = mysql_user.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  const [change] = mysql_user.decide(full, state.value, NOTHING_PREDICTED).changes;
  if (!change) throw new Error("nothing would change");
  return mysql_user.apply(full, [change], state.value).script.text.replaceAll("'\\''", "'");
}

const summaries = (decision: ReturnType<typeof decide>) => decision.changes.map(({ summary }) => summary);

describe("mysql_user", () => {
  it("compares a password with its stored form", () => {
    expect(decide({ password: "word" }, found(STORED)).changes).to.deep.equal([]);
    expect(decide({ password: STORED.toLowerCase(), encrypted: true }, found(STORED)).changes).to.deep.equal([]);
    const { changes } = decide({ password: "other" }, found(STORED));
    expect(changes).to.have.length(1);
    expect(JSON.stringify(changes)).to.not.contain("other").and.not.contain(STORED);
    expect(decide({ password: "other", update_password: "on_create" }, found(STORED)).changes).to.deep.equal([]);
    expect(decide({ password: "" }, found("")).changes).to.deep.equal([]);
  });

  it("refuses a stored form that is none, before the server is asked for", () => {
    const { fault } = decide({ password: "word", encrypted: true }, "client no\n");
    expect(fault?.code).to.equal("modules/no-stored-password");
    expect(JSON.stringify(fault)).to.not.contain('"word"');
  });

  it("sends MariaDB no plain password", () => {
    const text = sent({ password: "word" }, NONE);
    expect(text)
      .to.contain(`CREATE USER 'app'@'localhost' IDENTIFIED BY PASSWORD '${STORED}';`)
      .and.not.contain("word'");
    expect(sent({ password: "word" }, found(""))).to.contain(`SET PASSWORD FOR 'app'@'localhost' = '${STORED}';`);
    const mysql = "answers\n8.4.0\n";
    expect(sent({ password: "word" }, mysql)).to.contain("CREATE USER 'app'@'localhost' IDENTIFIED BY 'word';");
  });

  it("shows neither how a password is stored nor the statement that has failed", () => {
    const args = withDefaults(mysql_user, { name: "app" });
    const odd = mysql_user.probe(args).parse(answered(`answers\n10-MariaDB\nonly ${STORED}\n`));
    expect(!odd.ok && odd.faults[0].code).to.equal("modules/unexpected-answer");
    const line = "-".repeat(14);
    const stderr = `${line}\nCREATE USER 'a' IDENTIFIED BY PASSWORD '${STORED}'\n${line}\n\nERROR 1396 (HY000) at line 2: no\n`;
    const refused = mysql_user.probe(args).parse(answered(`answers\n${STORED}`, stderr, 1));
    expect(!refused.ok && refused.faults[0].details).to.deep.equal(["ERROR 1396 (HY000) at line 2: no"]);
    expect(JSON.stringify([odd, refused])).to.not.contain(STORED);
  });

  for (const [priv, ...grants] of [
    ["*.*:ALL,GRANT", "ALL PRIVILEGES ON *.* WITH GRANT OPTION"],
    ["*.*:USAGE", "USAGE ON *.*", "`role`", "PROXY ON ``@`%` WITH GRANT OPTION"],
    ["app.*:INSERT,SELECT", "SELECT, INSERT ON `app`.*"],
    ["`a``/b`.t:SELECT(b,`C,`),UPDATE", "UPDATE, SELECT (`c,`, `B`) ON `a``/b`.`t`"],
    ["a.*:GRANT/*.*:BINLOG MONITOR", "USAGE ON `a`.* WITH GRANT OPTION", "REPLICATION CLIENT ON *.*"],
    ["FUNCTION a.f:EXECUTE/a.*:ALL/a.*:SELECT", "EXECUTE ON FUNCTION `a`.`f`", "ALL PRIVILEGES ON `a`.*"],
    ["`a.b`.`c.d`:SELECT/e.f.*:UPDATE", "SELECT ON `a.b`.`c.d`", "UPDATE ON `e.f`.*"],
    ["a.*:BACKUP_ADMIN", "BACKUP_ADMIN ON `a`.*"],
  ] as const) {
    it(`finds the privileges ${priv} in those of the server`, () => {
      expect(priv).to.match(new RegExp(PRIVILEGES_PATTERN));
      expect(decide({ priv }, found("", ...grants)).changes).to.deep.equal([]);
    });
  }

  for (const priv of [
    "",
    "app.*",
    "app.*:",
    "app:SELECT",
    "a.*:SELEKT",
    "a.*:SELECT,",
    "a.*:SELECT/",
    "a.*:SELECT()",
    "a.*:SELECT; DROP USER x",
    "a.*:REQUIRESSL",
    "a b.*:ALL",
  ]) {
    it(`refuses ${JSON.stringify(priv)} as privileges`, () => {
      expect(priv).to.not.match(new RegExp(PRIVILEGES_PATTERN));
    });
  }

  it("revokes what is not named, before it grants", () => {
    const text = sent(
      { priv: "a.*:SELECT/b.t:UPDATE(x)" },
      found("", "ALL PRIVILEGES ON `a`.* WITH GRANT OPTION", "UPDATE, UPDATE (`x`) ON `b`.`t`"),
    );
    expect(text.match(/^(?:GRANT|REVOKE).*;/gm)).to.deep.equal([
      "REVOKE ALL PRIVILEGES ON `a`.* FROM 'app'@'localhost';",
      "REVOKE GRANT OPTION ON `a`.* FROM 'app'@'localhost';",
      "REVOKE UPDATE ON `b`.`t` FROM 'app'@'localhost';",
      "GRANT SELECT ON `a`.* TO 'app'@'localhost';",
      "GRANT UPDATE (`x`) ON `b`.`t` TO 'app'@'localhost';",
    ]);
  });

  it("keeps what root has elsewhere", () => {
    const grants = ["ALL PRIVILEGES ON *.* WITH GRANT OPTION", "SELECT ON `a`.*"] as const;
    expect(decide({ name: "root", priv: "b.*:ALL" }, found("", ...grants)).changes[0]?.after).to.deep.equal({
      password: "none",
      privileges: { "*.*": ["ALL PRIVILEGES", "GRANT OPTION"], "`a`.*": ["SELECT"], "`b`.*": ["ALL PRIVILEGES"] },
    });
  });

  describe("in check mode", () => {
    it("creates the user in the server that an earlier task would install", () => {
      const predicted = predictedFrom([installed]);
      expect(summaries(decide({ priv: "app.*:ALL" }, "client no\n", predicted))).to.deep.equal([
        "create the user app@localhost",
      ]);
      expect(decide({ state: "absent" }, "client no\n", predicted).changes).to.deep.equal([]);
      expect(decide({ name: "root" }, "client no\n", predicted).unpredictable).to.contain("root");
    });

    it("sees a user that an earlier task would create, change or remove", () => {
      const [created] = decide({ priv: "app.*:SELECT", host: "LOCALHOST" }, NONE).changes;
      if (!created) throw new Error("nothing was predicted");
      const later = (args: Partial<Args>, after: (typeof created)["after"] = created.after) =>
        decide(args, NONE, predictedFrom([{ resource: created.resource, after }]));
      expect(later({ priv: "app.*:SELECT" }).changes).to.deep.equal([]);
      expect(summaries(later({ priv: "app.*:ALL" }))).to.deep.equal([
        "change the privileges of the user app@localhost",
      ]);
      expect(later({ password: "" }).changes).to.deep.equal([]);
      expect(later({ state: "absent" }, null).changes).to.deep.equal([]);
      expect(later({}, new Unknown("why")).unpredictable).to.equal("why");
    });

    it("does not know which password an earlier task would set", () => {
      const [created] = decide({ password: "x" }, NONE).changes;
      if (!created) throw new Error("nothing was predicted");
      expect(decide({ password: "y" }, NONE, predictedFrom([created])).unpredictable).to.contain("password");
    });
  });
});
