import { expect } from "chai";
import { Unknown } from "../../../../src/model/unknown.ts";
import { postgresql_ext } from "../../../../src/modules/database/postgresql_ext/postgresql_ext.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof postgresql_ext.decide>[0];

const database = { resource: { kind: "database", name: "postgresql/app" }, after: { owner: "app" } } as const;
const installed = { resource: { kind: "package", name: "postgresql" }, after: "15" } as const;

function decide(args: Partial<Args>, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(postgresql_ext, { name: "hstore", login_db: "app", ...args });
  const state = postgresql_ext.probe(full).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].message);
  return postgresql_ext.decide(full, state.value, predicted);
}

const found = (extension: object | null, latest: string | null = "1.8", hasVersion = true) =>
  `${JSON.stringify({ extension, latest, hasVersion })}\n`;
const summaries = (decision: ReturnType<typeof decide>) => decision.changes.map(({ summary }) => summary);

describe("postgresql_ext", () => {
  it("compares the version and the schema that are asked for", () => {
    const now = found({ version: "1.7", schema: "public" });
    expect(decide({}, now).changes).to.deep.equal([]);
    expect(decide({ version: "1.7", schema: "public" }, now).changes).to.deep.equal([]);
    const both = decide({ version: "latest", schema: "x" }, now);
    expect(summaries(both)).to.deep.equal(["change version and schema of the extension hstore in app"]);
    expect(both.changes[0]?.after).to.deep.equal({ version: "1.8", schema: "x" });
  });

  it("needs no files to remove an extension, or to keep one", () => {
    const now = found({ version: "1.7", schema: "public" }, null);
    expect(decide({}, now).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, now).changes).to.have.length(1);
    expect(decide({}, found(null, null)).fault).to.include({ code: "modules/no-extension", missing: true });
    expect(decide({ version: "9" }, found(null, "1.8", false)).fault?.message).to.contain("hstore 9");
  });

  describe("in check mode", () => {
    it("installs the extension in a database that an earlier task would create", () => {
      const predicted = predictedFrom([installed, database]);
      expect(summaries(decide({}, "psql no\n", predicted))).to.deep.equal(["install the extension hstore in app"]);
      expect(summaries(decide({}, "psql silent\n", predictedFrom([database])))).to.have.length(1);
      expect(decide({ state: "absent" }, "psql silent\n", predicted).changes).to.deep.equal([]);
      expect(decide({ name: "plpgsql" }, "psql silent\n", predicted).changes).to.deep.equal([]);
      expect(decide({}, "psql no\n").fault?.code).to.equal("modules/no-program");
      expect(decide({}, "psql no\n", predictedFrom([installed])).unpredictable).to.contain("app");
    });

    it("does not know a database that an earlier task would remove or whose state is not known", () => {
      const gone = predictedFrom([{ ...database, after: null }]);
      expect(decide({}, found(null), gone).unpredictable).to.contain("remove the database app");
      const lost = predictedFrom([{ ...database, after: new Unknown("why") }]);
      expect(decide({}, found(null), lost).unpredictable).to.equal("why");
    });

    it("does not know the files of an extension whose package an earlier task may install", () => {
      const files = { resource: { kind: "package", name: "postgresql-15-postgis-3" }, after: "3" } as const;
      expect(decide({ name: "postgis" }, found(null, null), predictedFrom([files])).unpredictable).to.contain(
        "postgis",
      );
    });

    it("sees an extension that an earlier task would install or remove", () => {
      const [made] = decide({}, found(null)).changes;
      if (!made) throw new Error("nothing was predicted");
      expect(decide({}, found(null), predictedFrom([made])).changes).to.deep.equal([]);
      const gone = predictedFrom([{ resource: made.resource, after: null }]);
      expect(decide({ state: "absent" }, found({ version: "1", schema: "x" }), gone).changes).to.deep.equal([]);
    });
  });
});
