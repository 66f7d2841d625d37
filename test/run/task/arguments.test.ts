import { expect } from "chai";
import { compileTemplate } from "../../../src/language/template/template.ts";
import type { MapTree, Tree } from "../../../src/language/tree.ts";
import type { Task } from "../../../src/load/project.ts";
import { Secret } from "../../../src/model/secret.ts";
import { uri } from "../../../src/modules/uri/uri.ts";
import { argumentsOf } from "../../../src/run/task/arguments.ts";
import { AT, faultOf, scopeOf } from "../../language/support.ts";
import { valueOf } from "../../errors/value-of.ts";

function text(value: string): Tree {
  return { kind: "template", template: valueOf(compileTemplate(value, AT, "value")), origin: AT };
}

function map(entries: Readonly<Record<string, Tree>>): MapTree {
  const withOrigins = Object.entries(entries).map(([name, value]) => [name, { origin: AT, value }] as const);
  return { kind: "map", entries: new Map(withOrigins), origin: AT };
}

describe("run/task/arguments", () => {
  it("checks a secret that becomes a header, and does not show it", async () => {
    const headers = map({ Authorization: text("Bearer {{ token }}") });
    const args = map({ url: text("http://127.0.0.1:1/{{ '' }}"), headers });
    // Of a task, only the arguments are read if the module takes no file.
    const task = { args } as unknown as Task;
    const outcome = await argumentsOf(task, uri, scopeOf({ token: new Secret("hunter22\n") }));
    const fault = faultOf(outcome);
    expect(fault.message).to.equal(
      "The argument `headers.Authorization` contains a line break, which a header cannot hold.",
    );
    expect(JSON.stringify(fault)).not.to.contain("hunter22");
  });
});
