import { isDeepStrictEqual } from "node:util";
import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { Misuse, listAt, mapAt, numberAt, textAt, valuesOf, wanted, type Arguments } from "./helper-arguments.ts";
import { fieldOf } from "./path.ts";
import { textOf } from "./text.ts";
import { isTruthy } from "./truth.ts";

/** A helper: a function that templates can call. The reference is generated from these entries. */
export interface Helper {
  readonly name: string;
  readonly sentence: string;
  readonly example: Example;
  /** Least and most number of arguments. */
  readonly arity: readonly [number, number];
  /** It looks no deeper than at the arguments themselves: unknowns and secrets inside of them do not matter to it. */
  readonly shallow?: true;
  readonly run: (args: Arguments) => Value;
}

interface Example {
  readonly write: string;
  readonly with: ValueMap;
  readonly gives: Value;
}

export const HELPERS: readonly Helper[] = [
  {
    name: "json",
    sentence: "Writes a value as JSON; a second argument indents it by so many spaces.",
    example: { write: "{{json ports}}", with: { ports: { http: 80 } }, gives: '{"http":80}' },
    arity: [1, 2],
    run: (args) => JSON.stringify(args.value(0), null, args.count > 1 ? numberAt(args, 1) : 0),
  },
  {
    name: "join",
    sentence: "Joins the texts of a list, with a separator between them.",
    example: { write: '{{join brokers ","}}', with: { brokers: ["a:1", "b:1"] }, gives: "a:1,b:1" },
    arity: [1, 2],
    run: (args) => itemTexts(args).join(args.count > 1 ? textAt(args, 1) : ""),
  },
  {
    name: "lower",
    sentence: "Turns a text into lower case.",
    example: { write: "{{lower name}}", with: { name: "Main" }, gives: "main" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).toLowerCase(),
  },
  {
    name: "upper",
    sentence: "Turns a text into upper case.",
    example: { write: "{{upper name}}", with: { name: "Main" }, gives: "MAIN" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).toUpperCase(),
  },
  {
    name: "trim",
    sentence: "Takes away the blanks and line ends around a text.",
    example: { write: "{{trim answer}}", with: { answer: " 42\n" }, gives: "42" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).trim(),
  },
  {
    name: "replace",
    sentence: "Replaces every occurrence of a text by another.",
    example: { write: '{{replace name "." "-"}}', with: { name: "a.b.c" }, gives: "a-b-c" },
    arity: [3, 3],
    run: (args) => textAt(args, 0).split(textAt(args, 1)).join(textAt(args, 2)),
  },
  {
    name: "basename",
    sentence: "Gives the last part of a path.",
    example: { write: "{{basename path}}", with: { path: "/etc/app/main.conf" }, gives: "main.conf" },
    arity: [1, 1],
    run: (args) => basename(textAt(args, 0)),
  },
  {
    name: "dirname",
    sentence: "Gives a path without its last part.",
    example: { write: "{{dirname path}}", with: { path: "/etc/app/main.conf" }, gives: "/etc/app" },
    arity: [1, 1],
    run: (args) => dirname(textAt(args, 0)),
  },
  {
    name: "b64encode",
    sentence: "Encodes a text in Base64.",
    example: { write: "{{b64encode login}}", with: { login: "me:pw" }, gives: "bWU6cHc=" },
    arity: [1, 1],
    run: (args) => Buffer.from(textAt(args, 0), "utf8").toString("base64"),
  },
  {
    name: "indent",
    sentence: "Puts so many spaces before each further line of a text, so that it fits where it stands.",
    example: { write: "key: {{indent lines 5}}", with: { lines: "a\nb" }, gives: "key: a\n     b" },
    arity: [2, 2],
    run: (args) => textAt(args, 0).replace(/\n(?=[^\n])/g, `\n${" ".repeat(countAt(args, 1))}`),
  },
  {
    name: "eq",
    sentence: "Tells whether two values are equal.",
    example: { write: "{{eq port 80}}", with: { port: 80 }, gives: true },
    arity: [2, 2],
    run: (args) => isDeepStrictEqual(args.value(0), args.value(1)),
  },
  {
    name: "ne",
    sentence: "Tells whether two values are different.",
    example: { write: "{{ne port 80}}", with: { port: 80 }, gives: false },
    arity: [2, 2],
    run: (args) => !isDeepStrictEqual(args.value(0), args.value(1)),
  },
  {
    name: "and",
    sentence:
      "Gives the first argument that `{{#if}}` takes for false, or else the last; what stands after it is not looked at.",
    example: { write: "{{and tls port}}", with: { tls: true, port: 443 }, gives: 443 },
    arity: [2, Infinity],
    shallow: true,
    run: (args) => firstThat(args, (value) => !isTruthy(value)),
  },
  {
    name: "or",
    sentence:
      "Gives the first argument that `{{#if}}` takes for true, or else the last; what stands after it is not looked at.",
    example: { write: '{{or title "none"}}', with: { title: "" }, gives: "none" },
    arity: [2, Infinity],
    shallow: true,
    run: (args) => firstThat(args, isTruthy),
  },
  {
    name: "not",
    sentence: "Tells whether `{{#if}}` takes a value for false.",
    example: { write: "{{not tls}}", with: { tls: false }, gives: true },
    arity: [1, 1],
    shallow: true,
    run: (args) => !isTruthy(args.value(0)),
  },
  {
    name: "gt",
    sentence: "Tells whether the first number is greater than the second.",
    example: { write: "{{gt brokers 1}}", with: { brokers: 2 }, gives: true },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) > numberAt(args, 1),
  },
  {
    name: "lt",
    sentence: "Tells whether the first number is less than the second.",
    example: { write: "{{lt brokers 1}}", with: { brokers: 2 }, gives: false },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) < numberAt(args, 1),
  },
  {
    name: "add",
    sentence: "Adds two numbers.",
    example: { write: "{{add port 1}}", with: { port: 9092 }, gives: 9093 },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) + numberAt(args, 1),
  },
  {
    name: "sub",
    sentence: "Subtracts the second number from the first.",
    example: { write: "{{sub hosts 1}}", with: { hosts: 3 }, gives: 2 },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) - numberAt(args, 1),
  },
  {
    name: "mul",
    sentence: "Multiplies two numbers.",
    example: { write: "{{mul gib 1024}}", with: { gib: 4 }, gives: 4096 },
    arity: [2, 2],
    run: (args) => numberAt(args, 0) * numberAt(args, 1),
  },
  {
    name: "div",
    sentence: "Divides the first number by the second; `floor` makes a whole number of it.",
    example: { write: "{{div memory 2}}", with: { memory: 5 }, gives: 2.5 },
    arity: [2, 2],
    run: divide,
  },
  {
    name: "floor",
    sentence: "Rounds a number down to a whole one.",
    example: { write: "{{floor (div memory 2)}}", with: { memory: 5 }, gives: 2 },
    arity: [1, 1],
    run: (args) => Math.floor(numberAt(args, 0)),
  },
  {
    name: "min",
    sentence: "Gives the least of some numbers, or of a list of numbers.",
    example: { write: "{{min brokers 3}}", with: { brokers: 2 }, gives: 2 },
    arity: [1, Infinity],
    run: (args) => Math.min(...numbers(args)),
  },
  {
    name: "max",
    sentence: "Gives the greatest of some numbers, or of a list of numbers.",
    example: { write: "{{max sizes}}", with: { sizes: [1, 5, 2] }, gives: 5 },
    arity: [1, Infinity],
    run: (args) => Math.max(...numbers(args)),
  },
  {
    name: "length",
    sentence: "Counts the elements of a list, the keys of a map or the characters of a text.",
    example: { write: "{{length hosts}}", with: { hosts: ["a", "b"] }, gives: 2 },
    arity: [1, 1],
    shallow: true,
    run: lengthOf,
  },
  {
    name: "keys",
    sentence: "Lists the keys of a map.",
    example: { write: '{{join (keys ports) " "}}', with: { ports: { http: 80, https: 443 } }, gives: "http https" },
    arity: [1, 1],
    shallow: true,
    run: (args) => Object.keys(mapAt(args, 0)),
  },
  {
    name: "values",
    sentence: "Lists the values of a map.",
    example: { write: '{{join (values ports) " "}}', with: { ports: { http: 80, https: 443 } }, gives: "80 443" },
    arity: [1, 1],
    shallow: true,
    run: (args) => Object.values(mapAt(args, 0)),
  },
  {
    name: "has",
    sentence: "Tells whether a map has a key, or a list an index.",
    example: { write: '{{#if (has user "shell")}}{{user.shell}}{{/if}}', with: { user: {} }, gives: "" },
    arity: [2, 2],
    shallow: true,
    run: (args) => fieldOf(args.value(0), textAt(args, 1)) !== undefined,
  },
  {
    name: "lookup",
    sentence: "Takes a field whose name (or index) is a value; a third argument stands in where there is none.",
    example: { write: "{{lookup ports name}}", with: { ports: { http: 80 }, name: "http" }, gives: 80 },
    arity: [2, 3],
    shallow: true,
    run: lookup,
  },
];

export const HELPER_BY_NAME: ReadonlyMap<string, Helper> = new Map(HELPERS.map((helper) => [helper.name, helper]));

function itemTexts(args: Arguments): readonly string[] {
  return listAt(args, 0).map((item) => {
    const text = textOf(item);
    if (text === undefined) throw wanted("a list of texts", item, 0);
    return text;
  });
}

/** The last part of a path, as the command of that name gives it. */
export function basename(path: string): string {
  const parts = path.replace(/\/+$/, "").split("/");
  return parts.at(-1) ?? "";
}

/** A path without its last part, as the command of that name gives it. */
export function dirname(path: string): string {
  const bare = path.replace(/\/+$/, "");
  const slash = bare.lastIndexOf("/");
  if (slash < 0) return bare === "" && path !== "" ? "/" : ".";
  return bare.slice(0, slash).replace(/\/+$/, "") || "/";
}

const MOST_SPACES = 1000;

function countAt(args: Arguments, position: number): number {
  const count = numberAt(args, position);
  if (Number.isInteger(count) && count >= 0 && count <= MOST_SPACES) return count;
  throw new Misuse(`needs a whole number from 0 to ${MOST_SPACES} here and got ${count}`, position);
}

function firstThat(args: Arguments, matches: (value: Value) => boolean): Value {
  for (let position = 0; position < args.count - 1; position++) {
    const value = args.value(position);
    if (matches(value)) return value;
  }
  return args.value(args.count - 1);
}

function divide(args: Arguments): Value {
  const divisor = numberAt(args, 1);
  if (divisor === 0) throw new Misuse("cannot divide by zero", 1);
  return numberAt(args, 0) / divisor;
}

function numbers(args: Arguments): readonly number[] {
  const values = args.count === 1 ? listAt(args, 0) : valuesOf(args);
  if (values.length === 0) throw new Misuse("needs at least one number", 0);
  return values.map((value, position) => {
    if (typeof value !== "number") throw wanted("a number", value, args.count === 1 ? 0 : position);
    return value;
  });
}

function lengthOf(args: Arguments): Value {
  const value = args.value(0);
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value === "string") return Array.from(value).length;
  throw wanted("a list, a map or a text", value, 0);
}

function lookup(args: Arguments): Value {
  const name = textAt(args, 1);
  const field = fieldOf(args.value(0), name);
  if (field !== undefined) return field;
  if (args.count > 2) return args.value(2);
  throw new Misuse(`finds no \`${name}\` in it`, 0);
}
