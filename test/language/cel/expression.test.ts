import { expect } from "chai";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { AT, calculated } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

describe("language/cel/expression", () => {
  const values = {
    port: 80,
    load: 0.5,
    facts: { os: { family: "debian" }, memory: 4_000_000_000, none: null },
    hosts: ["a", "b"],
    users: [
      { name: "u", admin: true },
      { name: "v", admin: false },
    ],
    ports: { http: 80, https: 443 },
  };
  const cases: readonly (readonly [text: string, answer: unknown])[] = [
    ["port == 80 && facts.os.family in ['debian', 'ubuntu']", true],
    ["port + 1", 81],
    ["port * load + 1.5 - 1", 40.5],
    ["port / 3", 26],
    ["7 / 2", 3],
    ["double(7) / 2", 3.5],
    ["facts.memory / 1000", 4_000_000],
    ["facts.none == null", true],
    ["port == null || port == '80'", false],
    ["hosts.map(h, h + ':' + string(port))", ["a:80", "b:80"]],
    ["users.filter(u, u.admin).map(u, u.name)", ["u"]],
    ["users.exists(u, u.name == 'v') && hosts.all(h, size(h) == 1)", true],
    ["ports.map(name, ports[name])", [80, 443]],
    ["'http' in ports && !has(ports.ssh)", true],
    ["hosts[1]", "b"],
    ["users[0]", { name: "u", admin: true }],
    ["{'port': port, 'hosts': hosts, 'n': [1, 'x', null]}", { port: 80, hosts: ["a", "b"], n: [1, "x", null] }],
    ["hosts == ['a', 'b'] && ports == {'http': 80, 'https': 443}", true],
    ["hosts + ['c']", ["a", "b", "c"]],
    ["hosts.join(',')", "a,b"],
    ["port > 79 ? 'high' : 'low'", "high"],
    ["cel.bind(next, port + 1, next * 2)", 162],
    ["int('5') + size(hosts)", 7],
  ];
  for (const [text, answer] of cases) {
    it(`evaluates ${text}`, () => {
      expect(calculated(text, values)).to.deep.equal(answer);
    });
  }

  it("evaluates an expression again with values of other types", () => {
    const expression = valueOf(compileExpression("a == b", AT));
    expect(calculated("a == b", { a: 1, b: 1 })).to.equal(true);
    expect(expression.text).to.equal("a == b");
    expect(expression.names).to.deep.equal([
      { name: "a", origin: { file: AT.file, line: 10, col: 5, end: 6 } },
      { name: "b", origin: { file: AT.file, line: 10, col: 10, end: 11 } },
    ]);
  });

  it("does not confuse fields with properties of JavaScript objects", () => {
    expect(calculated("has(a.constructor) || has(a.toString)", { a: {} })).to.equal(false);
    expect(calculated("size(a)", { a: { toString: 1 } })).to.equal(1);
  });
});
