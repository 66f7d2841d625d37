import { expect } from "chai";
import { postgresql_user } from "../../../../src/modules/database/postgresql_user/postgresql_user.ts";
import { FLAG_NAMES } from "../../../../src/modules/database/postgresql_user/flags.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const MD5_OF_XAPP = "md529054b51c8df62aee03e123736334993";

type Args = Parameters<typeof postgresql_user.decide>[0];

const installed = { resource: { kind: "package", name: "postgresql" }, after: "15" } as const;

function decide(args: Partial<Args> & { readonly name: string }, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(postgresql_user, args);
  const state = postgresql_user.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  return postgresql_user.decide(full, state.value, predicted);
}

describe("postgresql_user", () => {
  it("names the package if psql is missing", () => {
    const { fault } = decide({ name: "app" }, "psql no\n");
    expect(fault).to.include({ code: "modules/no-program", missing: true });
    expect(fault?.hint).to.contain("postgresql-client");
  });

  it("says how to log in if the server is silent", () => {
    const { fault } = decide({ name: "app" }, "psql silent\n");
    expect(fault).to.include({ code: "modules/no-database-server", missing: true });
    expect(fault?.hint).to.contain("become_user: postgres");
  });

  it("refuses a flag and its opposite", () => {
    const { fault } = decide({ name: "app", role_attr_flags: ["login", "NOLOGIN"] }, "psql no\n");
    expect(fault?.code).to.equal("modules/opposite-flags");
  });

  const found = (role: object, password?: string) => {
    const flags = Object.fromEntries(FLAG_NAMES.map((flag) => [flag, flag === "LOGIN"]));
    const whole = { flags, conn_limit: -1, expires: "infinity", comment: "", uses: 0, ...role };
    const secret = password === undefined ? "" : `${JSON.stringify({ password })}\n`;
    return `${JSON.stringify({ method: "md5", role: whole })}\n${secret}`;
  };

  it("does not remove a role that owns something", () => {
    expect(decide({ name: "app", state: "absent" }, found({})).changes).to.have.length(1);
    const { fault } = decide({ name: "app", state: "absent" }, found({ uses: 2 }));
    expect(fault).to.include({ code: "modules/role-in-use", missing: true });
  });

  it("compares a password only if it may be read", () => {
    const args = { name: "app", password: "x" };
    expect(decide(args, found({})).fault?.code).to.equal("modules/unread-password");
    expect(decide({ ...args, no_password_changes: true }, found({})).changes).to.deep.equal([]);
    expect(decide(args, found({}, "md59c8db3a9b2f5c2a3a1a1b1a1b1a1b1a1")).changes).to.have.length(1);
    // What `SELECT 'md5' || md5('xapp')` prints.
    expect(decide(args, found({}, MD5_OF_XAPP)).changes).to.deep.equal([]);
  });

  it("quotes names and texts, and sends no plain password", () => {
    const args = withDefaults(postgresql_user, { name: `a"b'`, comment: "it's", password: "plain word" });
    const state = postgresql_user.probe(args).parse(answered('{"method": "scram-sha-256", "role": null}\n'));
    if (!state.ok) throw new Error(state.faults[0].message);
    const [change] = postgresql_user.decide(args, state.value, NOTHING_PREDICTED).changes;
    if (!change) throw new Error("nothing would change");
    const text = postgresql_user.apply(args, [change], state.value).script.text.replaceAll(`'\\''`, "'");
    expect(text).to.contain(`CREATE ROLE "a""b'" WITH LOGIN PASSWORD 'SCRAM-SHA-256$4096:`);
    expect(text).to.contain(`COMMENT ON ROLE "a""b'" IS 'it''s';`);
    expect(text).to.not.contain("plain word");
  });

  it("shows only the server's own words if it refuses", () => {
    const args = withDefaults(postgresql_user, { name: "app" });
    const refused = postgresql_user.probe(args).parse(answered("stored form", "ERROR:  no\n", 3));
    expect(!refused.ok && refused.faults[0]).to.include({ code: "modules/database-answer" });
    expect(JSON.stringify(refused)).to.not.contain("stored form");
  });

  describe("in check mode", () => {
    it("creates the role in the server that an earlier task would install", () => {
      const { changes } = decide({ name: "app", password: "x" }, "psql no\n", predictedFrom([installed]));
      expect(changes.map(({ summary }) => summary)).to.deep.equal(["create the role app"]);
      const absent = decide({ name: "app", state: "absent" }, "psql no\n", predictedFrom([installed]));
      expect(absent).to.deep.equal({ changes: [], result: { user: "app" } });
    });

    it("does so although the server's user does not exist yet", () => {
      const args = withDefaults(postgresql_user, { name: "app" });
      const predicted = predictedFrom([installed]);
      const state = postgresql_user.withoutUser?.(args, predicted, "postgres");
      if (!state) throw new Error("no state");
      expect(postgresql_user.decide(args, state, predicted).changes).to.have.length(1);
      expect(postgresql_user.withoutUser?.(args, NOTHING_PREDICTED, "postgres")).to.equal(undefined);
      expect(postgresql_user.withoutUser?.(args, predicted, "app")).to.equal(undefined);
      const remote = { ...args, login_host: "db.example" };
      expect(postgresql_user.withoutUser?.(remote, predicted, "postgres")).to.equal(undefined);
    });

    it("finds the superuser of that server", () => {
      const args = { name: "postgres", password: "x", role_attr_flags: ["SUPERUSER"] };
      const { changes } = decide(args, "psql no\n", predictedFrom([installed]));
      expect(changes.map(({ summary }) => summary)).to.deep.equal(["change the password of the role postgres"]);
    });

    for (const [title, stdout, change] of [
      ["the target has data of a server", "data /var/lib/postgresql/15/main\npsql no\n", installed],
      [
        "the unit would be started",
        "psql silent\n",
        { resource: { kind: "unit", name: "postgresql.service" }, after: {} },
      ],
    ] as const) {
      it(`does not know the roles if ${title}`, () => {
        const { unpredictable } = decide({ name: "app" }, stdout, predictedFrom([change]));
        expect(unpredictable).to.contain(change.resource.name);
      });
    }

    it("does not take a package for another server", () => {
      const { fault } = decide({ name: "app", login_host: "db.example" }, "psql no\n", predictedFrom([installed]));
      expect(fault?.code).to.equal("modules/no-program");
      const client = { resource: { kind: "package", name: "postgresql-client" }, after: "15" } as const;
      expect(decide({ name: "app" }, "psql no\n", predictedFrom([client])).fault).to.include({ missing: true });
    });

    it("sees a role that an earlier task would create, change or remove", () => {
      const [created] = decide({ name: "app", conn_limit: 3 }, "psql no\n", predictedFrom([installed])).changes;
      if (!created) throw new Error("nothing was predicted");
      const later = (args: Partial<Args>) =>
        decide({ name: "app", ...args }, "psql no\n", predictedFrom([installed, created]));
      expect(later({ conn_limit: 3 }).changes).to.deep.equal([]);
      expect(later({ conn_limit: 4 }).changes[0]?.summary).to.equal("change the connection limit of the role app");
      const gone = predictedFrom([installed, { resource: created.resource, after: null }]);
      expect(decide({ name: "app" }, "psql no\n", gone).changes[0]?.before).to.equal(null);
      const lost = predictedFrom([installed, { resource: created.resource, after: new Unknown("why") }]);
      expect(decide({ name: "app" }, "psql no\n", lost).unpredictable).to.equal("why");
    });
  });
});
