import { expressionOfPath } from "./bare-variable.ts";
import type { ArgsSchema } from "../../module/schema.ts";

/** A word of a string such as `echo "a b" {{ c }}`; quotes and `{{ }}` keep blanks together. */
const WORD = /(?:\{\{.*?\}\}|"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])+/gs;

/**
 * The arguments that a string after a module's name seems to set in Ansible's `name=value` form, as a map to write instead; undefined
 * if the string sets none.
 */
export function mapOfFreeForm(text: string, schema: ArgsSchema): string | undefined {
  const words = (text.match(WORD) ?? []).map((word) => ({ word, pair: pairOf(word, schema) }));
  const { shorthand } = schema;
  const isCommand = shorthand === "cmd";
  // A sentence may contain `name=value`, but a command with a known argument in it is Ansible's form.
  if (!(isCommand ? words.some(({ pair }) => pair) : words[0]?.pair)) return undefined;
  const rest = words.flatMap(({ word, pair }) => (pair ? [] : [word])).join(" ");
  const pairs = words.flatMap(({ pair }) => (pair ? [pair] : []));
  const main = rest === "" || shorthand === undefined ? [] : [[shorthand, rest] as const];
  return `{ ${[...main, ...pairs].map(([name, value]) => `${name}: ${writtenValue(name, value, schema)}`).join(", ")} }`;
}

/** The words that Ansible takes for booleans. */
const BOOLEAN = /^(?:yes|no|on|off|true|false)$/i;

/** A number as YAML writes it. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A value of the argument's type. A variable that Ansible names without braces needs them here. */
function writtenValue(name: string, value: string, { properties }: ArgsSchema): string {
  const argument = properties[name];
  if (argument?.type === "boolean" && BOOLEAN.test(value)) return String(/^(?:yes|on|true)$/i.test(value));
  if ((argument?.type === "integer" || argument?.type === "number") && NUMBER.test(value)) return value;
  const expression = argument?.type === "any" && argument.shown === true ? expressionOfPath(value) : undefined;
  return expression ?? JSON.stringify(value);
}

/** An argument by our name for it, and its value. */
function pairOf(word: string, schema: ArgsSchema): readonly [string, string] | undefined {
  const { properties, rest, shorthand, aliases = {} } = schema;
  const [, key, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
  if (key === undefined) return undefined;
  const name = Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;
  const known = Object.hasOwn(properties, name) || rest !== undefined;
  // Ansible's command has no `cmd=`: there, such a word belongs to the command.
  if (!known || (shorthand === "cmd" && name === "cmd")) return undefined;
  return [name, /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value];
}
