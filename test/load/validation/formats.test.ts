import { expect } from "chai";
import { formatFaults } from "../../../src/load/validation/formats.ts";
import type { ArgsSchema } from "../../../src/module/schema.ts";

const description = "For tests.";
const SCHEMA = {
  properties: {
    url: { description, type: "string", format: "url" },
    topics: { description, type: "array", items: { description, type: "string", format: "topic" } },
    headers: {
      description,
      type: "object",
      names: "header-name",
      additionalProperties: { description, type: ["string", "integer"], format: "header-value" },
    },
    store: {
      description,
      type: "object",
      properties: { key: { description, type: "string", format: "word" } },
    },
    body: { description, type: "string" },
  },
  required: [],
} as const satisfies ArgsSchema;

function faults(args: Readonly<Record<string, unknown>>): string[] {
  const origin = (path: readonly string[]) => ({ file: path.join("/"), line: 1, col: 1 });
  return formatFaults(SCHEMA, args, origin).map(({ message, origin }) => `${origin?.file ?? ""}: ${message}`);
}

describe("load/validation/formats", () => {
  it("checks strings at any depth, and the names in a map", () => {
    expect(faults({ url: "http://a b", topics: ["a", "b c"], store: { key: "a\n" } })).to.deep.equal([
      "url: The argument `url` contains a blank or a line break.",
      "topics/1: The argument `topics.1` is not a topic's name.",
      "store/key: The argument `store.key` contains a character that a signed request cannot hold.",
    ]);
    expect(faults({ headers: { "a b": 1 } })).to.deep.equal([
      "headers/a b: The argument `headers.a b` is not a header's name.",
    ]);
  });

  it("names a header but does not show its value", () => {
    const [fault, ...others] = faults({ headers: { Authorization: "Bearer hunter22\n" } });
    expect(fault).to.equal(
      "headers/Authorization: The argument `headers.Authorization` contains a line break, which a header cannot hold.",
    );
    expect(others).to.deep.equal([]);
  });

  it("leaves other arguments and other types alone", () => {
    expect(faults({ body: "a\n", url: Symbol("computed"), headers: { a: 1 }, topics: "x", other: "\n" })).to.deep.equal(
      [],
    );
  });
});
