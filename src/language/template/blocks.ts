import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import { isList, isMap, type Value } from "../../model/value.ts";
import { spend } from "../limits/budget.ts";
import { describe } from "../describe.ts";
import { requireKnown } from "../evaluation-aborted.ts";
import { Misuse } from "../helper-arguments.ts";
import type { Evaluate, Frame, Write } from "./frame.ts";
import { isTruthy } from "../truth.ts";

/** A compiled block: its argument, its body, and the part after its `{{else}}`. */
interface Parts {
  readonly subject: Evaluate;
  readonly body: Write;
  readonly otherwise: Write;
  readonly includeZero: boolean;
}

/** What documents a block; a test renders each example. */
export interface BlockText {
  readonly name: string;
  readonly sentence: string;
  readonly example: string;
}

/** A block with one argument. */
export interface BlockHelper extends BlockText {
  /** Set if its body reads names from the item instead of the scope. */
  readonly level?: "each" | "with";
  readonly write: (parts: Parts) => Write;
}

const BLOCKS: readonly BlockHelper[] = [
  {
    name: "if",
    sentence:
      "Writes its body if the value is true (not false, null, 0, an empty string or an empty list), otherwise the {{else}}.",
    example: "{{#if tls}}https{{else}}http{{/if}}",
    write: (parts) => choose(parts, true),
  },
  {
    name: "unless",
    sentence: "Writes its body if the value is false by the rules of `if`, otherwise the {{else}}.",
    example: "{{#unless tls}}insecure{{/unless}}",
    write: (parts) => choose(parts, false),
  },
  {
    name: "each",
    sentence:
      "Writes its body for each element of a list or a map; `this` is the element, @index or @key its position or key; @first and @last are true at the ends.",
    example: "{{#each ports}}{{@key}}={{this}} {{else}}none{{/each}}",
    level: "each",
    write: each,
  },
  {
    name: "with",
    sentence: "Writes its body, which reads its names from a map.",
    example: "{{#with user}}{{name}}{{/with}}",
    level: "with",
    write: withSubject,
  },
];

export const BLOCK_BY_NAME: ReadonlyMap<string, BlockHelper> = new Map(BLOCKS.map((block) => [block.name, block]));

/** The block that names values; `set.ts` compiles it. */
export const SET: BlockText = {
  name: "set",
  sentence:
    "Names values for its body, also inside other blocks. Each value is computed outside the body, once; the names hide variables.",
  example: '{{#set shell=(default user.shell "/bin/sh")}}{{user.name}}: {{shell}}{{/set}}',
};

/** All blocks. */
export const BLOCK_TEXTS: readonly BlockText[] = [...BLOCKS, SET];

/** The fault of a block that is used wrongly. */
export function blockMisuse({ name, example }: BlockText, problem: string, origin: Origin, instead?: string): Fault {
  return languageFault("language/helper-argument", { helper: `#${name}`, problem, example, instead }, { origin });
}

function choose({ subject, body, otherwise, includeZero }: Parts, expected: boolean): Write {
  return (frame) => {
    const value = subject(frame);
    const truthy = isTruthy(value) || (includeZero && value === 0);
    if (truthy === expected) body(frame);
    else otherwise(frame);
  };
}

function withSubject({ subject, body, otherwise }: Parts): Write {
  return (frame) => {
    const context = subject(frame);
    if (isTruthy(context) || context === 0) body({ ...innerFrame(frame, context), parameters: [context] });
    else otherwise(frame);
  };
}

function each({ subject, body, otherwise }: Parts): Write {
  return (frame) => {
    const items = itemsOf(subject(frame));
    items.forEach(([key, item], index) => {
      spend(1);
      const data = { key, index, first: index === 0, last: index === items.length - 1 };
      body({ ...innerFrame(frame, item), data, parameters: [item, key] });
    });
    if (items.length === 0) otherwise(frame);
  };
}

function itemsOf(value: Value): readonly (readonly [string | number, Value])[] {
  if (isList(value)) return value.map((item, index) => [index, item]);
  if (isMap(value)) return Object.entries(value);
  if (value === null) return [];
  throw new Misuse(`needs a list or a map, but its argument is ${describe(value)}`);
}

function innerFrame(frame: Frame, context: Value): Frame {
  return {
    run: frame.run,
    parent: frame,
    context: requireKnown(context),
    data: {},
    parameters: [],
    arguments: frame.arguments,
  };
}
