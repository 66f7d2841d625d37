import { isDeepStrictEqual } from "node:util";
import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { compute, divide } from "./arithmetic.ts";
import { isMissing } from "./evaluation-aborted.ts";
import { combined } from "./functions/maps.ts";
import { exampleInTemplate } from "./functions/examples.ts";
import type { LanguageFunction } from "./functions/define.ts";
import { FUNCTIONS } from "./functions/table.ts";
import { Misuse, numberAt, textAt, valuesOf, type Arguments } from "./helper-arguments.ts";
import { fieldOf } from "./path.ts";
import { isTruthy } from "./truth.ts";

/** A function that templates can call. Its sentence and example document it; a test renders each example. */
export interface Helper {
  readonly name: string;
  readonly sentence: string;
  readonly example: Example;
  /** The minimum and maximum number of arguments. */
  readonly arity: readonly [number, number];
  /** It does not look inside its arguments, so unknowns and secrets inside them do not affect its result. */
  readonly shallow?: true;
  /** The variables of its first argument need not exist. */
  readonly mayBeMissing?: true;
  /** Its first argument names files of the controller; an argument after it stands for those that do not exist. */
  readonly files?: true;
  readonly run: (args: Arguments) => Value;
}

interface Example {
  readonly template: string;
  readonly variables: ValueMap;
  readonly result: Value;
}

/** The helpers that only templates have. */
export const TEMPLATE_HELPERS: readonly Helper[] = [
  {
    name: "eq",
    sentence: "Returns whether two values are equal.",
    example: { template: "{{eq port 80}}", variables: { port: 80 }, result: true },
    arity: [2, 2],
    run: (args) => isDeepStrictEqual(args.value(0), args.value(1)),
  },
  {
    name: "ne",
    sentence: "Returns whether two values are different.",
    example: { template: "{{ne port 80}}", variables: { port: 80 }, result: false },
    arity: [2, 2],
    run: (args) => !isDeepStrictEqual(args.value(0), args.value(1)),
  },
  {
    name: "and",
    sentence:
      "Returns the first argument that `{{#if}}` treats as false, or else the last; later arguments are not evaluated.",
    example: { template: "{{and tls port}}", variables: { tls: true, port: 443 }, result: 443 },
    arity: [2, Infinity],
    shallow: true,
    run: (args) => firstThat(args, (value) => !isTruthy(value)),
  },
  {
    name: "or",
    sentence:
      "Returns the first argument that `{{#if}}` treats as true, or else the last; later arguments are not evaluated.",
    example: { template: '{{or title "none"}}', variables: { title: "" }, result: "none" },
    arity: [2, Infinity],
    shallow: true,
    run: (args) => firstThat(args, isTruthy),
  },
  {
    name: "not",
    sentence: "Returns whether `{{#if}}` treats a value as false.",
    example: { template: "{{not tls}}", variables: { tls: false }, result: true },
    arity: [1, 1],
    shallow: true,
    run: (args) => !isTruthy(args.value(0)),
  },
  {
    name: "gt",
    sentence: "Returns whether the first number is greater than the second.",
    example: { template: "{{gt brokers 1}}", variables: { brokers: 2 }, result: true },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) > numberAt(args, 1),
  },
  {
    name: "lt",
    sentence: "Returns whether the first number is less than the second.",
    example: { template: "{{lt brokers 1}}", variables: { brokers: 2 }, result: false },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) < numberAt(args, 1),
  },
  {
    name: "add",
    sentence: "Adds two numbers, two lists, or two maps, of which the second wins.",
    example: { template: "{{add port 1}}", variables: { port: 9092 }, result: 9093 },
    arity: [2, 2],
    run: sum,
  },
  {
    name: "sub",
    sentence: "Subtracts the second number from the first.",
    example: { template: "{{sub hosts 1}}", variables: { hosts: 3 }, result: 2 },
    arity: [2, 2],
    run: (args) => compute("sub", numberAt(args, 0), numberAt(args, 1)),
  },
  {
    name: "mul",
    sentence: "Multiplies two numbers.",
    example: { template: "{{mul gib 1024}}", variables: { gib: 4 }, result: 4096 },
    arity: [2, 2],
    run: (args) => compute("mul", numberAt(args, 0), numberAt(args, 1)),
  },
  {
    name: "div",
    sentence: "Divides the first number by the second; use `floor` to get a whole number.",
    example: { template: "{{div memory 2}}", variables: { memory: 5 }, result: 2.5 },
    arity: [2, 2],
    run: (args) => divide(numberAt(args, 0), numberAt(args, 1)),
  },
  {
    name: "default",
    sentence:
      "Returns the first argument, or the second one if a variable or field of the first does not exist; with `true` as a third argument, also if `{{#if}}` treats the first as false.",
    example: { template: '{{default user.shell "/bin/sh"}}', variables: { user: {} }, result: "/bin/sh" },
    arity: [2, 3],
    shallow: true,
    mayBeMissing: true,
    run: defaultValue,
  },
  {
    name: "ternary",
    sentence: "Returns the second argument if `{{#if}}` treats the first as true, otherwise the third.",
    example: { template: '{{ternary tls "https" "http"}}', variables: { tls: true }, result: "https" },
    arity: [3, 3],
    shallow: true,
    run: (args) => args.value(isTruthy(args.value(0)) ? 1 : 2),
  },
  {
    name: "has",
    sentence: "Returns whether a map has a key, or a list an index.",
    example: { template: '{{#if (has user "shell")}}{{user.shell}}{{/if}}', variables: { user: {} }, result: "" },
    arity: [2, 2],
    shallow: true,
    run: (args) => fieldOf(args.value(0), textAt(args, 1)) !== undefined,
  },
  {
    name: "lookup",
    sentence: "Returns the field with a computed name or index, or the third argument if it does not exist.",
    example: { template: "{{lookup ports name}}", variables: { ports: { http: 80 }, name: "http" }, result: 80 },
    arity: [2, 3],
    shallow: true,
    run: lookup,
  },
];

/** All helpers: the functions that expressions have as well, and those that expressions have operators or macros for. */
export const HELPERS: readonly Helper[] = [...FUNCTIONS.map(helperOf), ...TEMPLATE_HELPERS];

export const HELPER_BY_NAME: ReadonlyMap<string, Helper> = new Map(HELPERS.map((helper) => [helper.name, helper]));

function helperOf(fn: LanguageFunction): Helper {
  const { name, summary: sentence, arity, shallow, files } = fn;
  const [example] = fn.examples;
  return {
    ...{ name, sentence, arity, ...(shallow && { shallow }), ...(files && { files }) },
    example: { ...exampleInTemplate(fn, example), result: example.result },
    run: (args) => fn.call(valuesOf(args), args.scope),
  };
}

function firstThat(args: Arguments, matches: (value: Value) => boolean): Value {
  for (let position = 0; position < args.count - 1; position++) {
    const value = args.value(position);
    if (matches(value)) return value;
  }
  return args.value(args.count - 1);
}

function defaultValue(args: Arguments): Value {
  const found = valueUnlessMissing(() => args.value(0));
  if (found === undefined) return args.value(1);
  return args.count > 2 && isTruthy(args.value(2)) && !isTruthy(found) ? args.value(1) : found;
}

function valueUnlessMissing(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Adds numbers, lists or maps. */
function sum(args: Arguments): Value {
  const [first, second] = [args.value(0), args.value(1)];
  if (isList(first) && isList(second)) return [...first, ...second];
  if (isMap(first) && isMap(second)) return combined(first, second, false);
  return compute("add", numberAt(args, 0), numberAt(args, 1));
}

function lookup(args: Arguments): Value {
  const name = textAt(args, 1);
  const field = fieldOf(args.value(0), name);
  if (field !== undefined) return field;
  if (args.count > 2) return args.value(2);
  throw new Misuse(`finds no field \`${name}\``, 0);
}
