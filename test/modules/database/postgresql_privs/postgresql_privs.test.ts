import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { postgresql_privs } from "../../../../src/modules/database/postgresql_privs/postgresql_privs.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults, type Written } from "../../lib/target.ts";

type Given = Written<Parameters<typeof postgresql_privs.decide>[0]>;

const held = (role: string | null, privilege: string, grantable = false) => ({ role, privilege, grantable });
const shown = (objects: Readonly<Record<string, object[]>>, roles = ["app"]) =>
  JSON.stringify({
    all: ["INSERT", "SELECT"],
    roles,
    objects: Object.entries(objects).map(([name, list]) => ({ name, held: list })),
  });

function decide(given: Given, stdout: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(postgresql_privs, {
    login_db: "db",
    roles: ["app"],
    objs: ["t"],
    privs: ["SELECT"],
    ...given,
  });
  const state = postgresql_privs.probe(args).parse(answered(stdout));
  if (!state.ok) return { fault: state.faults[0], changes: [], sql: [], unpredictable: undefined };
  const decision = postgresql_privs.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? postgresql_privs.apply(args, changes, state.value).script.text : "";
  return { ...decision, sql: script.match(/^(GRANT|REVOKE) .*;$/gm) ?? [] };
}

describe("modules/database/postgresql_privs", () => {
  it("grants what a role lacks, and keeps what it has", () => {
    const now = shown({ t: [held("app", "SELECT"), held("app", "DELETE"), held(null, "INSERT")] });
    expect(decide({}, now).changes).to.deep.equal([]);
    const { changes, sql } = decide({ privs: ["ALL"] }, now);
    expect(sql).to.deep.equal([`GRANT INSERT ON TABLE "public"."t" TO "app";`]);
    expect(changes.map(({ before, after }) => [before, after])).to.deep.equal([
      [
        ["DELETE", "SELECT"],
        ["DELETE", "INSERT", "SELECT"],
      ],
    ]);
  });

  it("revokes only what is named, and only from the role itself", () => {
    const now = shown({ t: [held("app", "SELECT"), held(null, "INSERT")] });
    const gone = { state: "absent", privs: ["select", "insert"] } as const;
    expect(decide(gone, now).sql).to.deep.equal([`REVOKE SELECT ON TABLE "public"."t" FROM "app";`]);
    expect(decide({ ...gone, roles: ["PUBLIC"] }, now).sql).to.deep.equal([
      `REVOKE INSERT ON TABLE "public"."t" FROM PUBLIC;`,
    ]);
  });

  it("gives the right to pass privileges on, takes it, or leaves it alone", () => {
    const plain = shown({ t: [held("app", "SELECT")] });
    const both = shown({ t: [held("app", "SELECT", true), held("app", "SELECT")] });
    expect(decide({ grant_option: true }, plain).sql[0]).to.match(/WITH GRANT OPTION;$/);
    expect(decide({ grant_option: true }, both).changes).to.deep.equal([]);
    expect(decide({}, both).changes).to.deep.equal([]);
    expect(decide({ grant_option: false }, both).sql).to.deep.equal([
      `REVOKE GRANT OPTION FOR SELECT ON TABLE "public"."t" FROM "app";`,
    ]);
  });

  it("names each kind of object, and those of a database by itself", () => {
    const name = `a"b`;
    expect(decide({ roles: [name], objs: [name] }, shown({ [name]: [] }, [name])).sql[0]).to.contain(
      `ON TABLE "public"."a""b" TO "a""b"`,
    );
    expect(decide({ type: "database", objs: undefined, privs: ["TEMP"] }, shown({ db: [] })).sql[0]).to.equal(
      `GRANT TEMPORARY ON DATABASE "db" TO "app";`,
    );
    const all = { objs: ["ALL_IN_SCHEMA"], type: "sequence", schema: "s" } as const;
    expect(decide(all, shown({ x: [], y: [] })).sql).to.have.length(2);
  });

  it("says which role or object is missing, and which arguments do not go together", () => {
    expect(decide({}, shown({ t: [] }, [])).fault).to.include({
      code: "modules/no-role-for-privileges",
      missing: true,
    });
    expect(decide({}, shown({})).fault).to.include({ code: "modules/no-database-object", missing: true });
    const code = (given: Given) => decide(given, shown({ t: [] })).fault?.code;
    expect(code({ type: "schema", privs: ["SELECT"] })).to.equal("modules/argument");
    expect(code({ type: "schema", privs: ["USAGE"], objs: ["ALL_IN_SCHEMA"] })).to.equal("modules/argument");
    expect(code({ state: "absent", grant_option: true })).to.equal("modules/argument");
  });

  describe("in check mode", () => {
    it("sees the role and the privileges of earlier tasks", () => {
      const role = { resource: { kind: "database-user", name: "postgresql/app" }, after: { flags: [] } } as const;
      const first = decide({ grant_option: true }, shown({ t: [] }, []), predictedFrom([role]));
      expect(first.changes).to.have.length(1);
      const later = predictedFrom([role, ...first.changes]);
      expect(decide({ grant_option: true }, shown({ t: [] }, []), later).changes).to.deep.equal([]);
      expect(decide({ state: "absent" }, shown({ t: [] }, []), later).changes).to.have.length(1);
      const gone = predictedFrom([{ ...role, after: null }]);
      expect(decide({}, shown({ t: [] }), gone).fault?.code).to.equal("modules/no-role-for-privileges");
    });

    it("does not know the objects of a database that an earlier task makes", () => {
      const database = predictedFrom([
        { resource: { kind: "database", name: "postgresql/db" }, after: { owner: "x" } },
      ]);
      expect(decide({}, "psql silent\n", database).unpredictable).to.contain("database db");
      const server = predictedFrom([{ resource: { kind: "package", name: "postgresql" }, after: "15" }]);
      expect(decide({}, "psql no\n", server).unpredictable).to.contain("new server");
      expect(decide({}, "psql no\n").fault?.code).to.equal("modules/no-program");
    });
  });
});
