import { expect } from "chai";
import { argsJsonSchema, checkArgs } from "../../../src/load/validation/args-schema.ts";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import type { ArgsSchema } from "../../../src/module/schema.ts";

const description = "For tests.";
const SCHEMA = {
  properties: {
    path: { description, type: "string", minLength: 1 },
    src: { description, type: "string", source: "file" },
    port: { description, type: "integer", minimum: 1, maximum: 65535, default: 80 },
    force: { description, type: "boolean" },
    mode: { description, type: "string" },
    line: { description, type: "string", regex: true },
    that: { description, type: "array", items: { description, type: "condition" } },
    options: {
      description,
      type: "object",
      properties: { depth: { description, type: "integer", default: 3 }, label: { description, type: "string" } },
      required: ["label"],
    },
    names: { description, type: "array", split: true, items: { description, type: "string", pattern: "^[a-z]*$" } },
    labels: { description, type: "object", additionalProperties: { description, type: "string" } },
  },
  required: ["path"],
  oneOf: [["force", "src"]],
} as const satisfies ArgsSchema;

const origin = (path: readonly string[]) => ({ file: path.join("."), line: 1, col: 1 });
const check = (args: ValueMap) => checkArgs("example", SCHEMA, { path: "/x", force: true, ...args }, origin);

function faults(args: ValueMap): string[] {
  const outcome = check(args);
  return outcome.ok ? [] : outcome.faults.map(({ code, origin }) => `${origin?.file ?? ""} ${code}`);
}

function value(args: ValueMap): ValueMap {
  const outcome = check(args);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults));
  return outcome.value;
}

describe("load/validation/args-schema", () => {
  it("fills in defaults, also inside maps", () => {
    expect(value({ options: { label: "a" } })).to.deep.equal({
      path: "/x",
      force: true,
      port: 80,
      options: { label: "a", depth: 3 },
    });
  });

  it("reports an argument once that several others need", () => {
    const schema = {
      properties: {
        name: { description, type: "string" },
        state: { description, type: "string" },
        reload: { description, type: "boolean", default: false },
      },
      required: [],
      needs: [
        { argument: "state", oneOf: ["name"] },
        { argument: "reload", value: false, oneOf: ["name"] },
      ],
    } as const satisfies ArgsSchema;
    const messages = (args: ValueMap) => {
      const outcome = checkArgs("example", schema, args, origin);
      return outcome.ok ? [] : outcome.faults.map(({ message }) => message);
    };
    expect(messages({ state: "on" })).to.deep.equal(["example with `state` needs `name`."]);
    expect(messages({})).to.deep.equal(["example with `reload: false` needs `name`."]);
    expect(messages({ reload: true })).to.deep.equal([]);
  });

  it("splits a text at commas where a list may be written so", () => {
    expect(value({ names: "a, b,," })["names"]).to.deep.equal(["a", "b"]);
    expect(value({ names: "" })["names"]).to.deep.equal([]);
    expect(faults({ names: "a,B" })).to.deep.equal(["names.1 load/wrong-value"]);
    expect(faults({ that: "a,b" })).to.deep.equal(["that load/wrong-type"]);
  });

  it("reports unknown, missing and wrong arguments where they are written", () => {
    expect(faults({ pathh: "x" })).to.deep.equal(["pathh load/unknown-key"]);
    expect(faults({ options: {} })).to.deep.equal(["options load/missing-key"]);
    expect(faults({ port: 0 })).to.deep.equal(["port load/wrong-value"]);
    expect(faults({ labels: { a: true } })).to.deep.equal(["labels.a load/wrong-type"]);
    expect(faults({ src: "a" })).to.deep.equal([" load/one-of"]);
  });

  it("wants a full path where the name of a file is a path on the target", () => {
    const src = { description, type: "string", source: "file", unless: "force" } as const;
    const schema: ArgsSchema = { properties: { src, force: SCHEMA.properties.force }, required: ["src"] };
    const codes = (args: ValueMap) => {
      const outcome = checkArgs("example", schema, args, origin);
      return outcome.ok ? [] : outcome.faults.map(({ code }) => code);
    };
    for (const name of ["a", "./a", "/a/../b", "/..", "~/a"]) {
      expect(codes({ src: name, force: true }), name).to.deep.equal(["load/wrong-value"]);
      expect(codes({ src: name, force: false }), name).to.deep.equal([]);
    }
    expect(codes({ src: "/a/..b", force: true })).to.deep.equal([]);
  });

  it("converts strings and numbers to the expected type only if they spell it exactly", () => {
    expect(value({ port: "8080", path: 5 })).to.include({ port: 8080, path: "5" });
    expect(faults({ port: "08" })).to.deep.equal(["port load/wrong-type"]);
    expect(faults({ options: { label: true } })).to.deep.equal(["options.label load/wrong-type"]);
  });

  it("accepts an integer beyond 2^53 as a string, but not as an integer", () => {
    expect(value({ path: 12345678901234567890n })).to.include({ path: "12345678901234567890" });
    const outcome = check({ port: 12345678901234567890n });
    const [fault] = outcome.ok ? [] : outcome.faults;
    expect(fault?.message).to.include("the number 12345678901234567890");
    expect(fault?.hint).to.equal("Write a whole number from -(2^53 - 1) to 2^53 - 1.");
  });

  it("hands a pattern over as an extended regular expression, and rejects what that cannot express", () => {
    expect(value({ line: String.raw`^\d+\s[\w-]+$` })).to.include({ line: "^[0-9]+[[:space:]][A-Za-z0-9_-]+$" });
    expect(faults({ line: "a(?=b)" })).to.deep.equal(["line language/pattern"]);
    expect(faults({ line: "(" })).to.deep.equal(["line language/pattern"]);
  });

  it("rejects a number as a mode", () => {
    expect(faults({ mode: 644 })).to.deep.equal(["mode load/unquoted-mode"]);
  });

  it("does not check secrets, unknown values and conditions", () => {
    const secret = new Secret("x");
    const unknown = new Unknown("not run");
    const that = [{ text: "a", holds: false, seen: [] }];
    expect(value({ path: secret, port: unknown, that })).to.deep.include({ path: secret, port: unknown, that });
  });

  it("generates JSON Schema without keywords of its own", () => {
    expect(argsJsonSchema(SCHEMA)).to.deep.include({ required: ["path"], additionalProperties: false });
    expect(JSON.stringify(argsJsonSchema(SCHEMA))).not.to.match(/source|condition"/);
  });
});
