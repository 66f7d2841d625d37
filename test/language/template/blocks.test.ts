import { expect } from "chai";
import { BLOCK_TEXTS } from "../../../src/language/template/blocks.ts";
import { Secret } from "../../../src/model/secret.ts";
import { expectFault, render, rendered } from "../support.ts";

describe("language/template/blocks", () => {
  it("renders the example of each block", () => {
    for (const { name, example } of BLOCK_TEXTS) {
      const values = { tls: true, ports: { http: 80 }, user: { name: "kim" } };
      expect(rendered(example, values), name).to.be.a("string");
    }
  });

  it("rejects an unknown block and suggests the nearest", () => {
    expectFault(render("{{#iff a}}{{/iff}}"), "language/unknown-helper at tasks/main.yaml:10:8: ", "`if`?");
    expectFault(render("{{#users}}{{/users}}"), "`#users`", "#if, #unless, #each, #with, #set");
  });

  it("rejects a wrong number of arguments and unknown named arguments", () => {
    expectFault(
      render("{{#if}}{{/if}}"),
      "language/helper-argument at tasks/main.yaml:10:8: ",
      "takes 1 argument, not 0",
    );
    expectFault(render("{{#each a b}}{{/each}}"), "takes 1 argument, not 2");
    expectFault(render("{{#each a size=1}}{{/each}}"), "takes no `size`");
    expectFault(render("{{#if a as |b|}}{{/if}}"), "no block parameters");
  });

  it("loops over lists and maps only", () => {
    expect(rendered("{{#each a}}x{{else}}none{{/each}}", { a: null })).to.equal("none");
    expectFault(
      render("{{#each a}}{{/each}}", { a: 1 }),
      "language/helper-argument at tasks/main.yaml:10:13: ",
      "a number",
    );
    expectFault(render("{{#each a}}{{/each}}", { a: new Secret("x") }), "a secret");
  });

  it("tests a secret without making the text secret", () => {
    expect(rendered("{{#if a}}set{{/if}}", { a: new Secret("x") })).to.equal("set");
    expect(rendered("{{#if a}}set{{/if}}", { a: new Secret("") })).to.equal("");
  });
});
