import { expect } from "chai";
import { createScope, extend, trace, type Layer } from "../../src/language/scope.ts";
import type { Scope } from "../../src/language/scope-interface.ts";
import { compileTemplate } from "../../src/language/template/template.ts";
import type { Value } from "../../src/model/value.ts";
import { AT, dataLayer, expectFault, faultOf, projectLayer } from "./support.ts";
import { valueOf } from "../errors/value-of.ts";

function lookup(scope: Scope, name: string): Value {
  const outcome = scope.lookup(name);
  if (!outcome) throw new Error(`${name} is not defined`);
  return valueOf(outcome);
}

describe("language/scope", () => {
  it("takes a variable from the highest layer that defines it", () => {
    const scope = createScope([dataLayer({ a: 1, b: 1 }), dataLayer({ b: 2 })]);
    expect([lookup(scope, "a"), lookup(scope, "b")]).to.deep.equal([1, 2]);
    expect(scope.lookup("c")).to.equal(undefined);
    expect([...scope.names()]).to.deep.equal(["a", "b"]);
  });

  it("evaluates project variables in the whole scope, higher layers included", () => {
    const scope = createScope([
      projectLayer({ url: "http://{{host}}:{{port}}", port: "{{base}}" }),
      dataLayer({ host: "h", base: 80 }),
    ]);
    expect(lookup(scope, "url")).to.equal("http://h:80");
    expect(lookup(scope, "port")).to.equal(80);
  });

  it("never evaluates data, even through several variables", () => {
    const scope = createScope([
      projectLayer({ once: "{{answer.stdout}}", twice: "{{once}}", text: "<{{twice}}>" }),
      dataLayer({ answer: { stdout: "{{ secret }}" }, secret: "s3" }),
    ]);
    expect(lookup(scope, "twice")).to.equal("{{ secret }}");
    expect(lookup(scope, "text")).to.equal("<{{ secret }}>");
  });

  it("evaluates a variable once", () => {
    let count = 0;
    const template = valueOf(compileTemplate("{{a}}", AT, "value"));
    const counted = { ...template, render: (scope: Scope) => (count++, template.render(scope)) };
    const tree = { kind: "template", template: counted, origin: AT } as const;
    const scope = createScope([
      dataLayer({ a: 1 }),
      { name: "vars", variables: new Map([["b", { from: "project", tree }]]) },
    ]);
    expect([lookup(scope, "b"), lookup(scope, "b")]).to.deep.equal([1, 1]);
    expect(count).to.equal(1);
  });

  it("reports a fault at the variable that contains it", () => {
    const scope = createScope([projectLayer({ a: "{{b}}", b: "x {{nope}}" })]);
    expectFault(scope.lookup("a") ?? { ok: true, value: 0 }, "language/undefined at vars.yaml:2:5: ");
  });

  it("names every variable in a cycle", () => {
    const scope = createScope([projectLayer({ start: "{{a}}", a: "{{b}}", b: "{{c}}", c: "{{a}}" })]);
    const fault = faultOf(scope.lookup("start") ?? { ok: true, value: 0 });
    expect(fault.code).to.equal("language/cycle");
    expect(fault.message).to.include("a → b → c → a");
    expect(fault.details).to.deep.equal([
      "a is defined at vars.yaml:2:1",
      "b is defined at vars.yaml:3:1",
      "c is defined at vars.yaml:4:1",
    ]);
    expect(fault.origin).to.deep.equal({ file: "vars.yaml", line: 2, col: 1 });
  });

  it("finds no cycle if a higher layer breaks it", () => {
    const scope = createScope([projectLayer({ a: "{{b}}", b: "{{a}}" }), dataLayer({ b: 1 })]);
    expect(lookup(scope, "a")).to.equal(1);
  });

  it("evaluates variables with the layer that extends the scope", () => {
    const scope = createScope([projectLayer({ greeting: "hello {{item}}" }), dataLayer({ item: "nobody" })]);
    const extended = ["x", "y"].map((item) => extend(scope, dataLayer({ item }, "loop")));
    expect(extended.map((each) => lookup(each, "greeting"))).to.deep.equal(["hello x", "hello y"]);
    expect(lookup(scope, "greeting")).to.equal("hello nobody");
  });
});

describe("language/scope: trace", () => {
  it("lists every definition of a variable, the effective one first", () => {
    const origin = { file: "hosts.yaml", line: 3, col: 1 };
    const layers: readonly Layer[] = [
      projectLayer({ a: "{{b}}" }, "role defaults (r)"),
      { name: "group g", variables: new Map([["a", { from: "data", value: 1, origin }]]) },
      dataLayer({ other: 1 }, "host h"),
      dataLayer({ a: 2 }, "-e"),
    ];
    const found = trace(layers, "a");
    expect(found.map(({ layer }) => layer)).to.deep.equal(["-e", "group g", "role defaults (r)"]);
    expect(found.map((definition) => definition.origin)).to.deep.equal([
      undefined,
      origin,
      { file: "vars.yaml", line: 1, col: 1 },
    ]);
    expect(trace(layers, "none")).to.deep.equal([]);
  });
});
