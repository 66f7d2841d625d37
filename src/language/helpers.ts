import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { toJson } from "../model/json.ts";
import { isList, isMap, isNumber, type Value, type ValueMap } from "../model/value.ts";
import { compute, divide, extreme, floor } from "./arithmetic.ts";
import {
  Misuse,
  listAt,
  mapAt,
  numberAt,
  textAt,
  valuesOf,
  wrongArgument,
  wrongItem,
  type Arguments,
} from "./helper-arguments.ts";
import { composeValue, envValue, propertiesValue, shellWord } from "./file-formats.ts";
import { LimitExceeded, MAX_TEXT } from "./limits/budget.ts";
import { fieldOf } from "./path.ts";
import { textOf } from "./text.ts";
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
  readonly run: (args: Arguments) => Value;
}

interface Example {
  readonly template: string;
  readonly variables: ValueMap;
  readonly result: Value;
}

/** All helpers. */
export const HELPERS: readonly Helper[] = [
  {
    name: "json",
    sentence: "Writes a value as JSON; a second argument sets the number of spaces to indent it by.",
    example: { template: "{{json ports}}", variables: { ports: { http: 80 } }, result: '{"http":80}' },
    arity: [1, 2],
    run: (args) => toJson(args.value(0), args.count > 1 ? countAt(args, 1, MAX_INDENT) : 0),
  },
  {
    name: "join",
    sentence: "Joins the strings of a list, with a separator between them.",
    example: { template: '{{join brokers ","}}', variables: { brokers: ["a:1", "b:1"] }, result: "a:1,b:1" },
    arity: [1, 2],
    run: (args) => joined(itemTexts(args), args.count > 1 ? textAt(args, 1) : ""),
  },
  {
    name: "sha256",
    sentence: "Computes the SHA-256 of a string's UTF-8 bytes, in hexadecimal.",
    example: {
      template: "{{sha256 word}}",
      variables: { word: "abc" },
      result: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    },
    arity: [1, 1],
    run: (args) => createHash("sha256").update(textAt(args, 0)).digest("hex"),
  },
  {
    name: "lower",
    sentence: "Converts a string to lower case.",
    example: { template: "{{lower name}}", variables: { name: "Main" }, result: "main" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).toLowerCase(),
  },
  {
    name: "upper",
    sentence: "Converts a string to upper case.",
    example: { template: "{{upper name}}", variables: { name: "Main" }, result: "MAIN" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).toUpperCase(),
  },
  {
    name: "trim",
    sentence: "Removes blanks and line ends from both ends of a string.",
    example: { template: "{{trim answer}}", variables: { answer: " 42\n" }, result: "42" },
    arity: [1, 1],
    run: (args) => textAt(args, 0).trim(),
  },
  {
    name: "replace",
    sentence: "Replaces every occurrence of a substring with another string.",
    example: { template: '{{replace name "." "-"}}', variables: { name: "a.b.c" }, result: "a-b-c" },
    arity: [3, 3],
    run: (args) => joined(textAt(args, 0).split(textAt(args, 1)), textAt(args, 2)),
  },
  {
    name: "basename",
    sentence: "Returns the last part of a path.",
    example: { template: "{{basename path}}", variables: { path: "/etc/app/main.conf" }, result: "main.conf" },
    arity: [1, 1],
    run: (args) => basename(textAt(args, 0)),
  },
  {
    name: "dirname",
    sentence: "Returns a path without its last part.",
    example: { template: "{{dirname path}}", variables: { path: "/etc/app/main.conf" }, result: "/etc/app" },
    arity: [1, 1],
    run: (args) => dirname(textAt(args, 0)),
  },
  {
    name: "b64encode",
    sentence: "Encodes a string in Base64.",
    example: { template: "{{b64encode login}}", variables: { login: "me:pw" }, result: "bWU6cHc=" },
    arity: [1, 1],
    run: (args) => Buffer.from(textAt(args, 0), "utf8").toString("base64"),
  },
  {
    name: "env_value",
    sentence:
      "Writes a value into an env file of Docker Compose, which would expand `$` and cut the value at ` #` in plain text.",
    example: { template: "KEY={{env_value key}}", variables: { key: "a$b" }, result: "KEY='a$b'" },
    arity: [1, 1],
    run: (args) => written(args, envValue),
  },
  {
    name: "compose_value",
    sentence:
      "Joins its arguments to one YAML string for a file in which `$` starts a variable, such as a compose file: `$` stands for itself.",
    example: {
      template: 'OPTIONS: {{compose_value "-Dname=" name}}',
      variables: { name: "$x" },
      result: 'OPTIONS: "-Dname=$$x"',
    },
    arity: [1, Infinity],
    run: (args) => written(args, composeValue),
  },
  {
    name: "properties_value",
    sentence: "Writes a value into a file of Java properties.",
    example: {
      template: "password={{properties_value word}}",
      variables: { word: "a\\b" },
      result: "password=a\\\\b",
    },
    arity: [1, 1],
    run: (args) => written(args, propertiesValue),
  },
  {
    name: "quote",
    sentence: "Quotes a string as one word for a POSIX shell.",
    example: { template: "cat {{quote path}}", variables: { path: "/my file" }, result: "cat '/my file'" },
    arity: [1, 1],
    run: (args) => written(args, shellWord),
  },
  {
    name: "indent",
    sentence:
      "Indents every line of a string but the first by a number of spaces, so that it fits into an indented block.",
    example: { template: "key: {{indent lines 5}}", variables: { lines: "a\nb" }, result: "key: a\n     b" },
    arity: [2, 2],
    run: (args) => joined(textAt(args, 0).split(/\n(?=[^\n])/), `\n${" ".repeat(countAt(args, 1, MAX_SPACES))}`),
  },
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
    sentence: "Adds two numbers.",
    example: { template: "{{add port 1}}", variables: { port: 9092 }, result: 9093 },
    arity: [2, 2],
    run: (args) => compute("add", numberAt(args, 0), numberAt(args, 1)),
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
    name: "floor",
    sentence: "Rounds a number down to a whole number.",
    example: { template: "{{floor (div memory 2)}}", variables: { memory: 5 }, result: 2 },
    arity: [1, 1],
    run: (args) => floor(numberAt(args, 0)),
  },
  {
    name: "min",
    sentence: "Returns the smallest of several numbers or of a list of numbers.",
    example: { template: "{{min brokers 3}}", variables: { brokers: 2 }, result: 2 },
    arity: [1, Infinity],
    run: (args) => extreme("min", numbers(args)),
  },
  {
    name: "max",
    sentence: "Returns the largest of several numbers or of a list of numbers.",
    example: { template: "{{max sizes}}", variables: { sizes: [1, 5, 2] }, result: 5 },
    arity: [1, Infinity],
    run: (args) => extreme("max", numbers(args)),
  },
  {
    name: "length",
    sentence: "Counts the elements of a list, the keys of a map or the characters of a string.",
    example: { template: "{{length hosts}}", variables: { hosts: ["a", "b"] }, result: 2 },
    arity: [1, 1],
    shallow: true,
    run: lengthOf,
  },
  {
    name: "keys",
    sentence: "Lists the keys of a map.",
    example: {
      template: '{{join (keys ports) " "}}',
      variables: { ports: { http: 80, https: 443 } },
      result: "http https",
    },
    arity: [1, 1],
    shallow: true,
    run: (args) => Object.keys(mapAt(args, 0)),
  },
  {
    name: "values",
    sentence: "Lists the values of a map.",
    example: {
      template: '{{join (values ports) " "}}',
      variables: { ports: { http: 80, https: 443 } },
      result: "80 443",
    },
    arity: [1, 1],
    shallow: true,
    run: (args) => Object.values(mapAt(args, 0)),
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

export const HELPER_BY_NAME: ReadonlyMap<string, Helper> = new Map(HELPERS.map((helper) => [helper.name, helper]));

/** The text of all arguments, in the form that a file needs. */
function written(args: Arguments, write: (text: string) => string | undefined): Value {
  const texts = Array.from({ length: args.count }, (_, position) => textAt(args, position));
  const text = write(texts.join(""));
  if (text === undefined) throw new Misuse("cannot write a NUL byte", 0);
  return text;
}

function itemTexts(args: Arguments): readonly string[] {
  return listAt(args, 0).map((item) => {
    const text = textOf(item);
    if (text === undefined) throw wrongItem("a list of strings", item, 0);
    return text;
  });
}

/** Joins texts; throws LimitExceeded before it makes a text that is too long. */
function joined(texts: readonly string[], separator: string): string {
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * (texts.length - 1));
  if (length > MAX_TEXT) throw new LimitExceeded("text");
  return texts.join(separator);
}

/** The last part of a path, as the command `basename` prints it. */
export function basename(path: string): string {
  const parts = path.replace(/\/+$/, "").split("/");
  return parts.at(-1) ?? "";
}

/** A path without its last part, as the command `dirname` prints it. */
export function dirname(path: string): string {
  const bare = path.replace(/\/+$/, "");
  const slash = bare.lastIndexOf("/");
  if (slash < 0) return bare === "" && path !== "" ? "/" : ".";
  return bare.slice(0, slash).replace(/\/+$/, "") || "/";
}

const MAX_SPACES = 1000;
/** JSON.stringify indents by at most 10 spaces. */
const MAX_INDENT = 10;

function countAt(args: Arguments, position: number, max: number): number {
  const count = numberAt(args, position);
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= max) return count;
  throw new Misuse(`needs a whole number from 0 to ${max} here, but the argument is ${count}`, position);
}

function firstThat(args: Arguments, matches: (value: Value) => boolean): Value {
  for (let position = 0; position < args.count - 1; position++) {
    const value = args.value(position);
    if (matches(value)) return value;
  }
  return args.value(args.count - 1);
}

function numbers(args: Arguments): readonly (number | bigint)[] {
  const values = args.count === 1 ? listAt(args, 0) : valuesOf(args);
  if (values.length === 0) throw new Misuse("needs at least one number", 0);
  return values.map((value, position) => {
    if (isNumber(value)) return value;
    throw args.count === 1 ? wrongItem("a list of numbers", value, 0) : wrongArgument("a number", value, position);
  });
}

function lengthOf(args: Arguments): Value {
  const value = args.value(0);
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value === "string") return Array.from(value).length;
  throw wrongArgument("a list, a map or a string", value, 0);
}

function lookup(args: Arguments): Value {
  const name = textAt(args, 1);
  const field = fieldOf(args.value(0), name);
  if (field !== undefined) return field;
  if (args.count > 2) return args.value(2);
  throw new Misuse(`finds no field \`${name}\``, 0);
}
