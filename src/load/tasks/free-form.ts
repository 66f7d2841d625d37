import { expressionOfPath } from "./bare-variable.ts";
import type { ArgsSchema } from "../../module/schema.ts";

/** A name and its value. */
export type Pair = readonly [name: string, value: string];

/** A word of a string such as `echo "a b" {{ c }}`; quotes and `{{ }}` keep blanks together. */
const WORD = /(?:\{\{.*?\}\}|"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])+/gs;

/**
 * The arguments that a string after a module's name seems to set in Ansible's `name=value` form, as a map to write instead; undefined
 * if the string sets none.
 */
export function mapOfFreeForm(text: string, schema: ArgsSchema): string | undefined {
  const words = wordsOf(text).map((word) => ({ word, pair: knownPair(word, schema) }));
  const { shorthand } = schema;
  const isCommand = shorthand === "cmd";
  // A sentence may contain `name=value`, but a command with a known argument in it is Ansible's form.
  if (!(isCommand ? words.some(({ pair }) => pair) : words[0]?.pair)) return undefined;
  const command = words.flatMap(({ word, pair }) => (pair ? [] : [word])).join(" ");
  const pairs = isCommand
    ? words.flatMap(({ pair }) => (pair ? [pair] : []))
    : joinedPairs(shorthand === "msg" ? words : words.map(withUnknown));
  const entries = new Map(isCommand && command !== "" ? [[shorthand, command], ...pairs] : pairs);
  return `{ ${[...entries].map(([name, value]) => `${name}: ${writtenValue(name, value, schema)}`).join(", ")} }`;
}

/** In Ansible every `name=value` is an argument, also one that does not exist here: an error of its own says so. */
function withUnknown({ word, pair }: { readonly word: string; readonly pair: Pair | undefined }) {
  return { word, pair: pair ?? pairOf(word) };
}

/** The words of a string in Ansible's `name=value` form. */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Each pair with the words that follow it: `msg=foo bar` means the value `foo bar`. Words before the first pair are left out. */
export function joinedPairs(words: readonly { readonly word: string; readonly pair: Pair | undefined }[]): Pair[] {
  const pairs: Pair[] = [];
  for (const { word, pair } of words) {
    const last = pairs.at(-1);
    if (pair) pairs.push(pair);
    else if (last) pairs.splice(-1, 1, [last[0], `${last[1]} ${word}`]);
  }
  return pairs;
}

/** What Ansible takes for a boolean, as YAML writes it; undefined for all other words. */
export function writtenFlag(word: string): "true" | "false" | undefined {
  if (/^(?:y|yes|on|t|true|1)$/i.test(word)) return "true";
  return /^(?:n|no|off|f|false|0)$/i.test(word) ? "false" : undefined;
}

/** A number as YAML writes it. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A value of the argument's type. A variable that Ansible names without braces needs them here. */
function writtenValue(name: string, value: string, { properties }: ArgsSchema): string {
  const argument = properties[name];
  const flag = argument?.type === "boolean" ? writtenFlag(value) : undefined;
  if (flag) return flag;
  if ((argument?.type === "integer" || argument?.type === "number") && NUMBER.test(value)) return value;
  const expression = argument?.type === "any" && argument.shown === true ? expressionOfPath(value) : undefined;
  return expression ?? JSON.stringify(value);
}

/** An argument by our name for it, and its value. */
function knownPair(word: string, { properties, rest, shorthand, aliases = {} }: ArgsSchema): Pair | undefined {
  const pair = pairOf(word);
  if (pair === undefined) return undefined;
  const [key, value] = pair;
  const name = Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;
  const known = Object.hasOwn(properties, name) || rest !== undefined;
  // Ansible's command has no `cmd=`: there, such a word belongs to the command.
  return known && !(shorthand === "cmd" && name === "cmd") ? [name, value] : undefined;
}

/** The name and the value, without its quotes, of a word such as `a="b c"`. */
export function pairOf(word: string): Pair | undefined {
  const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
  if (name === undefined) return undefined;
  return [name, /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value];
}
