import { expect } from "chai";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { calculate, calculated, expectFault, opened } from "../support.ts";

describe("language/cel/view: values", () => {
  it("converts whole numbers to integers and back", () => {
    expect(calculated("a + 1", { a: 2 })).to.equal(3);
    expect(calculated("a", { a: 1e300 })).to.equal(1e300);
    expect(calculated("[a, 1, 2.5]", { a: 2 })).to.deep.equal([2, 1, 2.5]);
  });

  it("keeps all digits of integers up to 64 bits", () => {
    expect(calculated("a + 2", { a: Number.MAX_SAFE_INTEGER })).to.equal(9007199254740993n);
    expect(calculated("a - 9007199254740993", { a: 9007199254740994n })).to.equal(1);
    expect(calculated("[a, string(a)]", { a: 2n ** 62n })).to.deep.equal([2n ** 62n, "4611686018427387904"]);
  });

  it("rejects integers of more than 64 bits by name", () => {
    const outcome = calculate("a > 1", { a: 2n ** 64n });
    expectFault(outcome, "language/expression", "the integer 18446744073709551616 does not fit into 64 bits");
  });

  it("rejects results of more than 64 bits", () => {
    for (const text of ["a + 1", "a * 2", "-a - 2"]) {
      expectFault(calculate(text, { a: 2n ** 63n - 1n }), "language/expression", "integer overflow");
    }
  });

  it("rejects results of types that only CEL has", () => {
    for (const text of ["b'x'", "timestamp('2024-01-01T00:00:00Z')", "duration('1s')", "uint(7)", "type(1)"]) {
      expectFault(calculate(text), "language/expression", "a type that only CEL has");
    }
  });

  it("returns the original object if an expression passes it through", () => {
    const a = { b: [1, { c: new Secret("x") }] };
    expect(calculated("a", { a })).to.equal(a);
    expect(calculated("[a.b]", { a })).to.deep.equal([a.b]);
  });

  it("reads frozen values", () => {
    const a = Object.freeze({ b: Object.freeze([1, 2]) });
    expect(calculated("a.b.map(x, x + 1)", { a })).to.deep.equal([2, 3]);
  });
});

describe("language/cel/view: unknowns", () => {
  const unknown = new Unknown("not run");
  const result = { rc: 0, stdout: unknown };

  it("makes the result unknown if the expression reads an unknown", () => {
    for (const text of [
      "a",
      "b.stdout",
      "b",
      "b.stdout == 'x'",
      "[b.rc, b.stdout]",
      "l.map(x, x)",
      "b.stdout.size() > 0",
    ]) {
      expect(calculated(text, { a: unknown, b: result, l: [1, unknown] }), text).to.equal(unknown);
    }
  });

  it("ignores unknowns that the expression does not read", () => {
    expect(calculated("b.rc == 0", { b: result })).to.equal(true);
    expect(calculated("h.filter(n, hosts[n].up)", { h: ["x"], hosts: { x: { up: true }, y: unknown } })).to.deep.equal([
      "x",
    ]);
  });

  it("ignores unknowns if || or && is decided without them", () => {
    const values = { a: unknown, yes: true, no: false };
    expect(["a || yes", "yes || a", "a && no"].map((text) => calculated(text, values))).to.deep.equal([
      true,
      true,
      false,
    ]);
    for (const text of ["a || no", "no || a", "a && yes"]) expect(calculated(text, values), text).to.equal(unknown);
  });
});

describe("language/cel/view: secrets", () => {
  const pw = new Secret("s3");

  it("returns a plain boolean from comparisons of secrets", () => {
    expect(calculated("pw == 's3' && size(pw) == 2", { pw })).to.equal(true);
  });

  it("makes secrets of strings computed from secrets", () => {
    expect(opened(calculated("'user:' + pw", { pw }))).to.equal("secret(user:s3)");
    expect(opened(calculated("[pw + '!', size(pw)]", { pw }))).to.deep.equal(["secret(s3!)", 2]);
    expect(opened(calculated("users.map(u, u.pw)", { users: [{ pw }] }))).to.deep.equal(["secret(s3)"]);
  });

  it("keeps results plain if the expression reads no secret", () => {
    expect(calculated("users.map(u, u.name)", { users: [{ pw, name: "x" }] })).to.deep.equal(["x"]);
  });
});
