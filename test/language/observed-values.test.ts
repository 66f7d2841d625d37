import { expect } from "chai";
import { compileExpression } from "../../src/language/cel/expression.ts";
import { observedValues } from "../../src/language/observed-values.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { ValueMap } from "../../src/model/value.ts";
import { AT, scopeOf, valueOf } from "./support.ts";

const seen = (texts: readonly string[], values: ValueMap) =>
  observedValues(
    texts.map((text) => valueOf(compileExpression(text, AT))),
    scopeOf(values),
  );

describe("what conditions saw", () => {
  it("is each path with its value, once", () => {
    const values = { jobs: [{ state: "FAILED" }], name: "a" };
    const texts = ["jobs.exists(j, j.state == name)", "size(jobs) == 2"];
    expect(seen(texts, values)).to.deep.equal(['jobs: [{"state":"FAILED"}]', 'name: "a"']);
  });

  it("is said, too, where it is not there, or not known", () => {
    const values = { result: {}, later: new Unknown("it comes with the run") };
    expect(seen(["result.rows[0].n > 1", "later == 1"], values)).to.deep.equal([
      "result.rows[0].n: not there",
      "later: not known: it comes with the run",
    ]);
  });

  it("shows no secret", () => {
    expect(seen(["password == 'x'"], { password: new Secret("hunter2") })).to.deep.equal(['password: "********"']);
  });

  it("leaves out most of a long list, and a long text as a whole", () => {
    const values = { page: { body: "x".repeat(5000), list: [1, 2, 3, 4, 5, 6, 7] } };
    expect(seen(["size(page) == 0"], values)).to.deep.equal([
      'page: {"body":"(5000 characters)","list":[1,2,3,4,5,"(2 more)"]}',
    ]);
  });
});
