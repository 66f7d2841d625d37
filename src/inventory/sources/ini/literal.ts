import { integerOf, type Value } from "../../../model/value.ts";
import { stringLiteral } from "./string-literal.ts";

/** What has been read of a text, and where the next part begins. */
interface Parsed {
  readonly value: Value;
  readonly end: number;
}

/** Deeper lists and maps are text: functions that walk through values are recursive. */
const MAX_DEPTH = 100;

/**
 * The value of a Python literal, as Ansible reads the values of INI inventories: numbers, strings in quotes, `True`, `False`, `None`,
 * lists, tuples and dicts of them, followed by at most a comment. All other text is itself.
 */
export function pythonLiteral(text: string): Value {
  const parsed = tuple(text, skipBlanks(text, 0));
  return parsed && /^(#.*)?$/s.test(text.slice(parsed.end)) ? parsed.value : text;
}

/** A value, or several with commas between them, which are a tuple. */
function tuple(text: string, start: number): Parsed | undefined {
  const first = literal(text, start, 0);
  if (!first || text[first.end] !== ",") return first;
  const items = itemsUntil(text, first.end + 1, { close: "", depth: 1 }, literal);
  return items && { value: [first.value, ...items.values], end: items.end };
}

type ReadItem<T extends { readonly end: number }> = (text: string, start: number, depth: number) => T | undefined;

function literal(text: string, start: number, depth: number): Parsed | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const found =
    collection(text, start, depth) ?? stringLiteral(text, start) ?? word(text, start) ?? number(text, start);
  return found && { value: found.value, end: skipBlanks(text, found.end) };
}

function collection(text: string, start: number, depth: number): Parsed | undefined {
  const first = skipBlanks(text, start + 1);
  if (text[start] === "[") {
    const items = itemsUntil(text, first, { close: "]", depth: depth + 1 }, literal);
    return items && { value: items.values, end: items.end };
  }
  if (text[start] === "(") return parentheses(text, first, depth + 1);
  if (text[start] !== "{") return undefined;
  const items = itemsUntil(text, first, { close: "}", depth: depth + 1 }, pair);
  return items && { value: Object.fromEntries(items.values), end: items.end };
}

/** One value in parentheses is that value; a comma makes a tuple. */
function parentheses(text: string, start: number, depth: number): Parsed | undefined {
  const items = itemsUntil(text, start, { close: ")", depth }, literal);
  if (!items) return undefined;
  const [only] = items.values;
  const single = items.values.length === 1 && !items.comma && only !== undefined;
  return { value: single ? only : items.values, end: items.end };
}

interface Items<V> {
  readonly values: readonly V[];
  readonly end: number;
  /** Whether there is a comma after the last item. */
  readonly comma: boolean;
}

/** Items with commas between them up to a closing bracket; with an empty one, up to the end of the text or a comment. */
function itemsUntil<V>(
  text: string,
  start: number,
  { close, depth }: { readonly close: string; readonly depth: number },
  read: ReadItem<{ readonly value: V; readonly end: number }>,
): Items<V> | undefined {
  const values: V[] = [];
  let at = skipBlanks(text, start);
  let comma = close === "";
  for (;;) {
    if (close === "" ? at >= text.length || text[at] === "#" : text[at] === close) {
      return { values, end: at + close.length, comma };
    }
    if (values.length > 0 && !comma) return undefined;
    const item = read(text, at, depth);
    if (!item) return undefined;
    values.push(item.value);
    at = skipBlanks(text, item.end);
    comma = text[at] === ",";
    if (comma) at = skipBlanks(text, at + 1);
  }
}

function pair(text: string, start: number, depth: number) {
  const key = literal(text, start, depth);
  if (!key || text[key.end] !== ":" || (typeof key.value === "object" && key.value !== null)) return undefined;
  const item = literal(text, skipBlanks(text, key.end + 1), depth);
  return item && { value: [String(key.value), item.value] as const, end: item.end };
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

function word(text: string, start: number): Parsed | undefined {
  const found = match(/(?:True|False|None)(?!\w)/y, text, start);
  return found === undefined ? undefined : { value: WORDS.get(found) ?? null, end: start + found.length };
}

function number(text: string, start: number): Parsed | undefined {
  const sign = match(/[-+] */y, text, start) ?? "";
  const at = start + sign.length;
  const written =
    match(
      /0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*(?!\w)|0[oO][0-7]+(?:_[0-7]+)*(?!\w)|0[bB][01]+(?:_[01]+)*(?!\w)/y,
      text,
      at,
    ) ??
    match(
      /(?:\d+(?:_\d+)*\.(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*|\d+(?:_\d+)*(?=[eE]))(?:[eE][-+]?\d+(?:_\d+)*)?(?![\w.])/y,
      text,
      at,
    ) ??
    match(/(?:0(?:_?0)*|[1-9]\d*(?:_\d+)*)(?![\w.])/y, text, at);
  if (written === undefined) return undefined;
  const value = valueOf(written.replaceAll("_", ""), sign.startsWith("-"));
  return value === undefined ? undefined : { value, end: at + written.length };
}

/** Undefined for a number that is too large for a double: JSON has no infinity. */
function valueOf(digits: string, negative: boolean): number | bigint | undefined {
  if (/^0[xXoObB]/.test(digits) || /^\d+$/.test(digits)) {
    const integer = BigInt(digits);
    return integerOf(negative ? -integer : integer);
  }
  const value = Number(digits);
  return Number.isFinite(value) ? value * (negative ? -1 : 1) : undefined;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skipBlanks(text: string, at: number): number {
  return at + (match(/[ \t\f]*/y, text, at) ?? "").length;
}
