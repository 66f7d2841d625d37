import { expect } from "chai";
import { compileExpression } from "../../src/language/cel/expression.ts";
import { observedValues } from "../../src/language/observed-values.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { ValueMap } from "../../src/model/value.ts";
import { AT, scopeOf } from "./support.ts";
import { valueOf } from "../errors/value-of.ts";

const observed = (texts: readonly string[], values: ValueMap) =>
  observedValues(
    texts.map((text) => valueOf(compileExpression(text, AT))),
    scopeOf(values),
  );

describe("language/observed-values", () => {
  it("lists each path once with its value", () => {
    const values = { jobs: [{ state: "FAILED" }], name: "a" };
    const texts = ["jobs.exists(j, j.state == name)", "size(jobs) == 2"];
    expect(observed(texts, values)).to.deep.equal(['jobs: [{"state":"FAILED"}]', 'name: "a"']);
  });

  it("lists undefined and unknown values too", () => {
    const values = { result: {}, later: new Unknown("the run sets it") };
    expect(observed(["result.rows[0].n > 1", "later == 1"], values)).to.deep.equal([
      "result.rows[0].n: undefined",
      "later: not known: the run sets it",
    ]);
  });

  it("masks secrets", () => {
    expect(observed(["password == 'x'"], { password: new Secret("hunter2") })).to.deep.equal(['password: "********"']);
  });

  it("shortens long lists and leaves out long strings", () => {
    const values = { page: { body: "x".repeat(5000), list: [1, 2, 3, 4, 5, 6, 7] } };
    expect(observed(["size(page) == 0"], values)).to.deep.equal([
      'page: {"body":"(5000 characters)","list":[1,2,3,4,5,"(2 more)"]}',
    ]);
  });
});
