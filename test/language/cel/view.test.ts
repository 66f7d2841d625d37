import { expect } from "chai";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { calculate, calculated, expectFault, opened } from "../support.ts";

describe("values in expressions", () => {
  it("are integers where they are whole, and come back as numbers", () => {
    expect(calculated("a + 1", { a: 2 })).to.equal(3);
    expect(calculated("a", { a: 1e300 })).to.equal(1e300);
    expect(calculated("[a, 1, 2.5]", { a: 2 })).to.deep.equal([2, 1, 2.5]);
  });

  it("are refused where they are too large to come back", () => {
    expectFault(calculate("a + 1", { a: Number.MAX_SAFE_INTEGER }), "language/expression", "too large an integer");
  });

  it("are refused where only CEL has their type", () => {
    for (const text of ["b'x'", "timestamp('2024-01-01T00:00:00Z')", "duration('1s')", "uint(7)", "type(1)"]) {
      expectFault(calculate(text), "language/expression", "of a type that only CEL has");
    }
  });

  it("are the same values when they are handed through", () => {
    const a = { b: [1, { c: new Secret("x") }] };
    expect(calculated("a", { a })).to.equal(a);
    expect(calculated("[a.b]", { a })).to.deep.equal([a.b]);
  });

  it("may be frozen", () => {
    const a = Object.freeze({ b: Object.freeze([1, 2]) });
    expect(calculated("a.b.map(x, x + 1)", { a })).to.deep.equal([2, 3]);
  });
});

describe("unknowns in expressions", () => {
  const unknown = new Unknown("not run");
  const result = { rc: 0, stdout: unknown };

  it("make the result unknown where they are reached", () => {
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

  it("do not matter where they are not", () => {
    expect(calculated("b.rc == 0", { b: result })).to.equal(true);
    expect(calculated("h.filter(n, hosts[n].up)", { h: ["x"], hosts: { x: { up: true }, y: unknown } })).to.deep.equal([
      "x",
    ]);
  });

  it("do not matter to `or` and `and` that are decided without them", () => {
    const values = { a: unknown, yes: true, no: false };
    expect(["a || yes", "yes || a", "a && no"].map((text) => calculated(text, values))).to.deep.equal([
      true,
      true,
      false,
    ]);
    for (const text of ["a || no", "no || a", "a && yes"]) expect(calculated(text, values), text).to.equal(unknown);
  });
});

describe("secrets in expressions", () => {
  const pw = new Secret("s3");

  it("can be compared, and the answer is plain", () => {
    expect(calculated("pw == 's3' && size(pw) == 2", { pw })).to.equal(true);
  });

  it("make secrets of the texts computed with them", () => {
    expect(opened(calculated("'user:' + pw", { pw }))).to.equal("secret(user:s3)");
    expect(opened(calculated("[pw + '!', size(pw)]", { pw }))).to.deep.equal(["secret(s3!)", 2]);
    expect(opened(calculated("users.map(u, u.pw)", { users: [{ pw }] }))).to.deep.equal(["secret(s3)"]);
  });

  it("do not matter to what does not read them", () => {
    expect(calculated("users.map(u, u.name)", { users: [{ pw, name: "x" }] })).to.deep.equal(["x"]);
  });
});
