import { expect } from "chai";
import { postgresql_db } from "../../../../src/modules/database/postgresql_db/postgresql_db.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof postgresql_db.decide>[0];

const installed = { resource: { kind: "package", name: "postgresql-15" }, after: "15" } as const;
const role = { resource: { kind: "database-user", name: "postgresql/app" }, after: {} } as const;

function decide(args: Partial<Args> & { readonly name: string }, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(postgresql_db, args);
  const state = postgresql_db.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  return postgresql_db.decide(full, state.value, predicted);
}

describe("postgresql_db", () => {
  it("names the package if psql is missing", () => {
    expect(decide({ name: "app" }, "psql no\n").fault).to.include({ code: "modules/no-program", missing: true });
  });

  it("does not change an encoding or a sort order", () => {
    const database = { owner: "app", encoding: "UTF8", lc_collate: "de_DE.UTF-8", lc_ctype: "C", conn_limit: -1 };
    const found = `${JSON.stringify({ hasOwner: true, encoding: null, database })}\n`;
    expect(decide({ name: "app", encoding: "utf-8", lc_collate: "de_DE.utf8" }, found).changes).to.deep.equal([]);
    expect(decide({ name: "app", encoding: "LATIN1" }, found).fault?.code).to.equal("modules/fixed-database");
    expect(decide({ name: "app", lc_ctype: "de_DE.UTF-8" }, found).fault?.message).to.contain("de_DE.UTF-8");
    expect(decide({ name: "app", owner: "other" }, found).changes).to.have.length(1);
  });

  describe("in check mode", () => {
    it("creates the database in the server that an earlier task would install", () => {
      const { changes } = decide({ name: "app", owner: "app" }, "psql no\n", predictedFrom([installed, role]));
      expect(changes.map(({ summary }) => summary)).to.deep.equal(["create the database app"]);
    });

    it("misses an owner that no earlier task would create", () => {
      const { fault } = decide({ name: "app", owner: "app" }, "psql no\n", predictedFrom([installed]));
      expect(fault).to.include({ code: "modules/no-role", missing: true });
    });

    it("does not know the settings of the databases that a new server has", () => {
      const { unpredictable } = decide({ name: "postgres" }, "psql no\n", predictedFrom([installed]));
      expect(unpredictable).to.contain("postgres");
    });

    it("sees a database that an earlier task would create or remove", () => {
      const resource = { kind: "database", name: "postgresql/app" } as const;
      const after = (value: Parameters<typeof predictedFrom>[0][number]["after"]) =>
        predictedFrom([installed, role, { resource, after: value }]);
      expect(decide({ name: "app", owner: "app" }, "psql no\n", after({ owner: "app" })).changes).to.deep.equal([]);
      expect(decide({ name: "app" }, "psql no\n", after(null)).changes).to.have.length(1);
    });
  });
});
