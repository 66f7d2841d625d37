import { expect } from "chai";
import { expectFault, faultOf, render, rendered } from "../support.ts";

const facts = { os: { family: "debian", version: "13" }, disks: ["sda"], none: null };

describe("language/template/path", () => {
  it("rejects an undefined variable", () => {
    expectFault(render("a {{fcts.os}}", { facts }), "language/undefined at tasks/main.yaml:10:9: ", "`facts`?");
    expectFault(render("{{x}}"), "`x` is not defined", "Define it");
  });

  it("rejects a missing field and lists the existing ones", () => {
    const parts = ["`facts.os` has no field `famly`.", "`family`?", "family, version"];
    expectFault(render("{{facts.os.famly}}", { facts }), "language/no-such-field at tasks/main.yaml:10:7: ", ...parts);
    expectFault(render("{{facts.none.x}}", { facts }), "null");
    expectFault(render("{{facts.os.family.x}}", { facts }), "a string");
    expectFault(render("{{facts.disks.[1]}}", { facts }), "a list of 1, counted from 0");
  });

  it("rejects missing fields in conditions, arguments and loops", () => {
    expectFault(render("{{#if facts.x}}{{/if}}", { facts }), "language/no-such-field", "10:11");
    expectFault(render("{{#if (eq facts.x 1)}}{{/if}}", { facts }), "language/no-such-field", "10:15");
    expectFault(render("{{#each facts.x}}{{/each}}", { facts }), "language/no-such-field", "10:13");
    expectFault(render("{{#each l}}{{nme}}{{/each}}", { l: [{ name: 1 }] }), "10:18", "`name`?");
    expectFault(render("{{#with facts}}{{facts}}{{/with}}", { facts }), "language/no-such-field", "10:22");
  });

  it("does not evaluate paths that are not needed", () => {
    expect(rendered("{{#if no}}{{facts.x}}{{/if}}{{and no facts.x}}", { facts, no: false })).to.equal("false");
  });

  it("reads only a value's own fields", () => {
    for (const path of ["a.constructor", "a.toString", "a.__proto__"]) {
      expect(faultOf(render(`{{${path}}}`, { a: {} })).code).to.equal("language/no-such-field");
    }
    expect(faultOf(render("{{constructor}}")).code).to.equal("language/undefined");
  });

  it("prefers a variable to a helper with the same name", () => {
    expect(rendered("{{min}} {{min min 1}}", { min: 3 })).to.equal("3 1");
  });
});
