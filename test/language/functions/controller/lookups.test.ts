import { expect } from "chai";
import { compileExpression } from "../../../../src/language/cel/expression.ts";
import { createScope } from "../../../../src/language/scope.ts";
import { Secret } from "../../../../src/model/secret.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { AT, calculated, faultOf, calculate, rendered } from "../../support.ts";
import { valueOf } from "../../../errors/value-of.ts";

describe("language/functions/controller/lookups", () => {
  it("keep secrets secret", () => {
    const values = { token: new Secret("abc") };
    for (const value of [
      calculated('vars("token")', values),
      calculated('vars("token") + "!"', values),
      rendered('{{vars "token"}}', values),
      rendered('x {{vars "token"}}', values),
      rendered('{{upper (vars "token")}}', values),
    ]) {
      expect(value).to.be.instanceOf(Secret);
    }
  });

  it("are unknown if the variable is", () => {
    const values = { later: new Unknown("a task sets it") };
    expect(calculated('vars("later")', values)).to.be.instanceOf(Unknown);
    expect(rendered('x {{vars "later"}}', values)).to.be.instanceOf(Unknown);
  });

  it("say what they do not find", () => {
    expect(faultOf(calculate('vars("nothing")')).message).to.equal("`vars` finds no variable `nothing`.");
    expect(faultOf(calculate('env("NOTHING")')).message).to.include("`env` finds no variable `NOTHING`");
    expect(faultOf(calculate('file("nothing")')).message).to.equal("`file` finds no file.");
  });

  it("say that only tasks have them", () => {
    const fault = faultOf(valueOf(compileExpression('file("motd.txt")', AT)).evaluate(createScope([])));
    expect(fault.message).to.equal("`file` can only be used by tasks: the value is needed before the run.");
  });
});
