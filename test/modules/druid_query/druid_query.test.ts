import { expect } from "chai";
import { druidFault } from "../../../src/errors/catalogue/services/druid.ts";
import { bad, good, type Outcome } from "../../../src/errors/fault.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import { druid_query } from "../../../src/modules/druid_query/druid_query.ts";
import type { DruidReader } from "../../../src/services/druid/model.ts";
import { fakeClient } from "../lib/fake-client.ts";
import type { SomeArgs } from "../lib/module-types.ts";

const full = (args: SomeArgs<typeof druid_query>) => ({
  url: "http://a:1",
  user: "",
  password: "",
  query: "SELECT 1",
  timeout: 5,
  ...args,
});

async function ask(args: SomeArgs<typeof druid_query>, answer: Outcome<readonly ValueMap[]> = good([{ n: 1 }])) {
  const asked: unknown[] = [];
  const reader = fakeClient<DruidReader>({
    rows: (query) => {
      asked.push(query);
      return Promise.resolve(answer);
    },
  });
  return { asked, state: await druid_query.probe(full(args), reader) };
}

describe("modules/druid_query", () => {
  it("returns the rows and changes nothing", async () => {
    const { state } = await ask({});
    expect(
      state.ok && druid_query.decide(full({}), state.value, { get: () => undefined, any: () => false }),
    ).to.deep.equal({
      changes: [],
      result: { rows: [{ n: 1 }], count: 1 },
    });
  });

  it("sends parameters with their types", async () => {
    const time = { type: "TIMESTAMP", value: "2026-01-01 00:00:00" };
    const { asked } = await ask({ parameters: ["a", 1, 1.5, true, time], context: { sqlTimeZone: "UTC" } });
    expect(asked[0]).to.deep.equal({
      query: "SELECT 1",
      parameters: [
        { type: "VARCHAR", value: "a" },
        { type: "BIGINT", value: 1 },
        { type: "DOUBLE", value: 1.5 },
        { type: "BOOLEAN", value: true },
        time,
      ],
      context: { sqlTimeZone: "UTC" },
      seconds: 5,
    });
  });

  for (const parameters of ["a", [null], [{ type: "VARCHAR" }], [["a"]]]) {
    it(`rejects ${JSON.stringify(parameters)} as parameters before it sends a query`, async () => {
      const { state, asked } = await ask({ parameters });
      expect(state.ok ? "" : state.faults[0].code).to.equal("services/druid-parameters");
      expect(asked).to.deep.equal([]);
    });
  }

  it("treats a missing table as one that may still appear", async () => {
    const refused = (reason: string) => bad(druidFault("services/druid-refused", { what: "answer the query", reason }));
    const { state } = await ask({}, refused("Object 'x' not found (line [1], column [15])"));
    expect(state.ok ? undefined : state.faults[0].missing).to.equal(true);
    const wrong = (await ask({}, refused("Column 'x' not found in any table"))).state;
    expect(wrong.ok ? undefined : wrong.faults[0]).not.to.have.property("missing");
  });
});
