import { expect } from "chai";
import { argumentRows, argumentRules, modulePage } from "../../../src/cli/reference/module-page.ts";
import { pureModule } from "../../../src/module/contract.ts";
import type { ArgsSchema } from "../../../src/module/schema.ts";

const ARGS: ArgsSchema = {
  required: ["src"],
  shorthand: "src",
  oneOf: [["src", "content"]],
  rest: { type: "any", description: "Passed on." },
  properties: {
    src: { type: "string", source: "file", description: "A file." },
    mode: { type: "string", enum: ["a", "b"], default: "a", description: "How." },
    ports: {
      type: "array",
      description: "Ports.",
      items: {
        type: "object",
        description: "A port.",
        required: ["number"],
        properties: { number: { type: "integer", description: "Its number." } },
      },
    },
    labels: {
      type: "object",
      description: "Labels.",
      additionalProperties: { type: "string", description: "A label." },
    },
    wait: { type: ["boolean", "integer"], description: "Whether, or how long." },
  },
};

const module = (args: ArgsSchema) =>
  pureModule({
    name: "thing",
    summary: "Makes a thing.",
    notes: ["It takes a while."],
    args,
    returns: { made: "Whether it was made." },
    examples: [{ title: "Make it", args: { src: "x", ports: [{ number: 1 }] } }],
    decide: () => ({ changes: [], result: {} }),
  });

describe("cli/reference/module-page", () => {
  it("has a row for every argument, nested ones below their map", () => {
    expect(argumentRows(ARGS).map(({ name, depth, type }) => `${"-".repeat(depth)}${name}: ${type}`)).to.deep.equal([
      "src: file name",
      "mode: one of a, b",
      "ports: list of map",
      "-number: integer",
      "labels: map of string",
      "wait: boolean or integer",
      "(any other name): any value",
    ]);
  });

  it("lists the other names of an argument", () => {
    const args: ArgsSchema = { ...ARGS, aliases: { from: "src", source: "src", to: "number" } };
    const rows = argumentRows(args).filter(({ aliases }) => aliases.length > 0);
    expect(rows.map(({ name, aliases }) => [name, ...aliases])).to.deep.equal([["src", "from", "source"]]);
    const page = modulePage(module(args));
    expect(page).to.contain("  src, also from, source (file name, required)\n");
  });

  it("shows which arguments are required and the defaults of others", () => {
    const [src, mode, , number] = argumentRows(ARGS);
    expect(src).to.include({ required: true, default: undefined });
    expect(mode).to.include({ required: false, default: '"a"' });
    expect(number).to.include({ required: true });
  });

  it("explains how arguments may be combined", () => {
    expect(argumentRules(ARGS)).to.deep.equal([
      "Exactly one of src, content is required.",
      "A value right after the module's name sets src.",
    ]);
  });

  it("shows notes, results, and examples as tasks", () => {
    const page = modulePage(module(ARGS));
    for (const part of ["thing: Makes a thing.", "It takes a while.", "made: Whether", "- name: Make it", "thing:"]) {
      expect(page).to.include(part);
    }
  });
});
