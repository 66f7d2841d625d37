import { expect } from "chai";
import { compileFile } from "../../../src/language/template/template.ts";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { AT, expectFault, render, rendered } from "../support.ts";

describe("language/template/set", () => {
  it("names values of all types for its body", () => {
    const values = { ports: [80, 443], user: { name: "kim" } };
    expect(rendered("{{#set n=(length ports) u=user}}{{n}} {{u.name}} {{add n 1}}{{/set}}", values)).to.equal(
      "2 kim 3",
    );
    expect(rendered('{{#set list=(split "a,b" ",")}}{{#each list}}{{this}};{{/each}}{{/set}}')).to.equal("a;b;");
  });

  it("computes each value outside its body, and hides variables in it", () => {
    expect(rendered("{{#set a=(add a 1) b=a}}{{a}}{{b}}{{/set}}{{a}}", { a: 1 })).to.equal("211");
    expect(rendered("{{#set a=1}}{{#set a=(add a 1) b=a}}{{a}}{{b}}{{/set}}{{a}}{{/set}}")).to.equal("211");
  });

  it("leaves names inside and outside of other blocks as they are", () => {
    const values = { users: [{ name: "kim" }, { name: "lee" }], all: "!", x: "x" };
    const each = "{{#each users}}{{#set n=(upper name)}}{{n}}{{name}}{{../all}}{{@root.x}}{{@index}}{{/set}}{{/each}}";
    expect(rendered(each, values)).to.equal("KIMkim!x0LEElee!x1");
    const around = "{{#set all='?'}}{{#each users}}{{all}}{{../x}}{{#set u=this}}{{u.name}}{{/set}}{{/each}}{{/set}}";
    expect(rendered(around, values)).to.equal("?xkim?xlee");
    const deep =
      "{{#each users}}{{#set a=1}}{{#with this}}{{#set b=2}}{{../name}}{{../../x}}{{a}}{{b}}{{/set}}{{/with}}{{/set}}{{/each}}";
    expect(rendered(deep, values)).to.equal("kimx12leex12");
    expectFault(render("{{#set a=1}}{{../x}}{{/set}}", values), "`..` above the outermost block");
  });

  it("passes names to a partial only as arguments", () => {
    const partial = (text: string) => ({ found: new Map([["p", { text, at: AT }]]), names: ["p"] });
    const page = (text: string) => compileFile("{{#set n=1}}{{> p m=n}}{{/set}}", AT, partial(text));
    const compiled = page("{{m}}{{x}}{{#set k=m}}{{k}}{{/set}}");
    const scope = {
      lookup: (name: string) => (name === "x" ? ({ ok: true, value: "x" } as const) : undefined),
      names: () => ["x"],
    };
    expect(compiled.ok && compiled.value.render(scope)).to.deep.equal({ ok: true, value: "1x1" });
    const reaching = page("{{n}}");
    expect(reaching.ok && reaching.value.names.map(({ name }) => name)).to.deep.equal(["n"]);
  });

  it("keeps unknowns and secrets", () => {
    const secret = render("{{#set a=pw}}{{a}}{{/set}}", { pw: new Secret("hidden") });
    expect(secret.ok && secret.value).to.be.instanceOf(Secret);
    const unused = render("{{#set a=pw}}-{{/set}}", { pw: new Secret("hidden") });
    expect(unused.ok && unused.value).to.equal("-");
    const unknown = render("{{#set a=later}}{{a}}{{/set}}", { later: new Unknown("later") });
    expect(unknown.ok && unknown.value).to.be.instanceOf(Unknown);
  });

  it("removes the lines of its tags", () => {
    expect(rendered("{{#set a=1}}\n{{a}}\n{{/set}}\nend\n")).to.equal("1\nend\n");
  });

  const wrong: readonly (readonly [text: string, problem: string])[] = [
    ["{{#set}}{{/set}}", "needs a name with a value"],
    ["{{#set a}}{{/set}}", "takes names with values"],
    ["{{#set a b=1}}{{/set}}", "takes names with values"],
    ["{{#set a=1 a=2}}{{/set}}", "names two values `a`"],
    ["{{#set a-b=1}}{{/set}}", "cannot use `a-b` as a name"],
    ["{{#set a=1}}x{{else}}y{{/set}}", "has no {{else}}"],
    ["{{^set a=1}}y{{/set}}", "has no {{else}}"],
    ["{{#set a=1 as |b|}}{{/set}}", "no block parameters"],
    ["{{#set a=nothing}}{{/set}}", "`nothing` is not defined"],
  ];
  for (const [text, problem] of wrong) {
    it(`rejects ${text}`, () => {
      expectFault(render(text), " at tasks/main.yaml:10:", problem);
    });
  }
});
