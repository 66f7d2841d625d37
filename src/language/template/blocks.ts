import { isList, isMap, type Value } from "../../model/value.ts";
import { describe } from "../describe.ts";
import { known } from "../evaluation-aborted.ts";
import { Misuse } from "../helper-arguments.ts";
import type { Evaluate, Frame, Write } from "./frame.ts";
import { isTruthy } from "../truth.ts";

/** A block, compiled: what it looks at, what it encloses, and what stands after its `{{else}}`. */
interface Parts {
  readonly subject: Evaluate;
  readonly body: Write;
  readonly otherwise: Write;
  readonly includeZero: boolean;
}

/** A block helper. The reference is generated from these entries. */
export interface BlockHelper {
  readonly name: string;
  readonly sentence: string;
  readonly example: string;
  /** Its body reads names from the item, not from the scope. */
  readonly level?: "each" | "with";
  readonly write: (parts: Parts) => Write;
}

export const BLOCKS: readonly BlockHelper[] = [
  {
    name: "if",
    sentence:
      "Writes its body where the value is true (not false, null, 0, empty text or empty list), else the {{else}}.",
    example: "{{#if tls}}https{{else}}http{{/if}}",
    write: (parts) => choose(parts, true),
  },
  {
    name: "unless",
    sentence: "Writes its body where `if` would not.",
    example: "{{#unless tls}}insecure{{/unless}}",
    write: (parts) => choose(parts, false),
  },
  {
    name: "each",
    sentence: "Writes its body for each element of a list or a map; `this` is the element, @index or @key says which.",
    example: "{{#each ports}}{{@key}}={{this}} {{else}}none{{/each}}",
    level: "each",
    write: each,
  },
  {
    name: "with",
    sentence: "Writes its body with names taken from a map.",
    example: "{{#with user}}{{name}}{{/with}}",
    level: "with",
    write: withSubject,
  },
];

export const BLOCK_BY_NAME: ReadonlyMap<string, BlockHelper> = new Map(BLOCKS.map((block) => [block.name, block]));

function choose({ subject, body, otherwise, includeZero }: Parts, wanted: boolean): Write {
  return (frame) => {
    const value = subject(frame);
    const truthy = isTruthy(value) || (includeZero && value === 0);
    if (truthy === wanted) body(frame);
    else otherwise(frame);
  };
}

function withSubject({ subject, body, otherwise }: Parts): Write {
  return (frame) => {
    const context = subject(frame);
    if (isTruthy(context) || context === 0) body({ ...inner(frame, context), parameters: [context] });
    else otherwise(frame);
  };
}

function each({ subject, body, otherwise }: Parts): Write {
  return (frame) => {
    const items = itemsOf(subject(frame));
    items.forEach(([key, item], index) => {
      const data = { key, index, first: index === 0, last: index === items.length - 1 };
      body({ ...inner(frame, item), data, parameters: [item, key] });
    });
    if (items.length === 0) otherwise(frame);
  };
}

function itemsOf(value: Value): readonly (readonly [string | number, Value])[] {
  if (isList(value)) return value.map((item, index) => [index, item]);
  if (isMap(value)) return Object.entries(value);
  if (value === null) return [];
  throw new Misuse(`goes through a list or a map, and this is ${describe(value)}`);
}

function inner(frame: Frame, context: Value): Frame {
  return {
    run: frame.run,
    parent: frame,
    context: known(context),
    data: {},
    parameters: [],
    arguments: frame.arguments,
  };
}
