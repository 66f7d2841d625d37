import { integerOf, isList, type Value } from "./value.ts";

/** The value of a JSON text, or why it has none: `problem` is a clause such as "it is nested deeper than 500 levels". */
export type ParsedJson =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

/** How deep lists and maps may be nested: functions that walk through values are recursive. */
const MAX_DEPTH = 500;

/** How many digits an integer may have. */
const MAX_DIGITS = 1000;

/** A string or a number in a text that is known to be JSON. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Occurs in every text with a number that JSON.parse may change. */
const LONG_NUMBER = /\d{16}|\d[eE][+-]?\d/;

/**
 * Parses JSON without losing digits: integers of any size are exact, other numbers are the nearest doubles. Fails for text that is
 * not JSON or too deeply nested, and for a number that no value can hold, which it names with its path.
 */
export function parseJson(text: string): ParsedJson {
  const plain = parsePlain(text);
  if (!plain.ok) return plain;
  if (depthOf(text) > MAX_DEPTH) return { ok: false, problem: `it is nested deeper than ${MAX_DEPTH} levels` };
  if (!LONG_NUMBER.test(text)) return plain;
  const marking: Marking = { mark: unusedMark(plain.value), problems: [] };
  const marked = text.replace(TOKENS, (token) => (isInexact(token) ? `"${marking.mark}${token}"` : token));
  if (marked === text) return plain;
  // What JSON.parse returns is a Value by construction.
  const value = exact(JSON.parse(marked) as Value, marking, "");
  const [problem] = marking.problems;
  return problem === undefined ? { ok: true, value } : { ok: false, problem };
}

/** Numbers that JSON.parse might change are parsed as strings that begin with `mark`; `problems` collects those that no value can hold. */
interface Marking {
  readonly mark: string;
  readonly problems: string[];
}

function parsePlain(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as Value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // V8 quotes a part of the text, which may be secret.
    return {
      ok: false,
      problem: `it is not valid JSON (${reason.replace(/, (\.\.\.)?".*" is not valid JSON$/s, "")})`,
    };
  }
}

/** How deep lists and maps are nested in a text that is known to be JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (inString && char === "\\") index++;
    else if (char === '"') inString = !inString;
    else if (inString) continue;
    else if (char === "[" || char === "{") deepest = Math.max(deepest, ++depth);
    else if (char === "]" || char === "}") depth--;
  }
  return deepest;
}

/** Whether JSON.parse may change the value of a number. Of a decimal, the nearest double is meant. */
function isInexact(token: string): boolean {
  if (!/^[-\d]/.test(token)) return false;
  const number = Number(token);
  return !Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number)) || isUnderflow(token);
}

function isUnderflow(token: string): boolean {
  return Number(token) === 0 && /[1-9]/.test(token.replace(/[eE].*/, ""));
}

/** The beginning of a string that occurs in no string of the value: it marks numbers that are written as strings. */
function unusedMark(value: Value): string {
  // In this form, strings have no escapes that could hide the mark.
  const text = JSON.stringify(value);
  for (let number = 0; ; number++) {
    const mark = `number ${number}: `;
    if (!text.includes(mark)) return mark;
  }
}

function exact(value: Value, marking: Marking, path: string): Value {
  const { mark } = marking;
  if (typeof value === "string")
    return value.startsWith(mark) ? exactNumber(value.slice(mark.length), marking, path) : value;
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item, index) => exact(item, marking, `${path}[${index}]`));
  const entries = Object.entries(value).map(([name, inner]: [string, Value]) => {
    return [name, exact(inner, marking, path === "" ? name : `${path}.${name}`)] as const;
  });
  return Object.fromEntries(entries);
}

function exactNumber(text: string, { problems }: Marking, path: string): Value {
  const integer = integerIn(text);
  if (integer !== undefined) return integer;
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  problems.push(`the number ${shown}${path === "" ? "" : ` at ${path}`} cannot be represented exactly`);
  return null;
}

/** The integer that a number spells, such as 12e20; undefined if it has a fraction or too many digits. */
function integerIn(text: string): number | bigint | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const zeros = Number(exponent) - fraction.length;
  const digits = zeros < 0 ? (whole + fraction).slice(0, zeros) : whole + fraction;
  const isWhole = zeros >= 0 || /^0*$/.test((whole + fraction).slice(zeros));
  const isShort = text === sign + whole ? whole.length <= MAX_DIGITS : Number.isFinite(Number(text));
  return isWhole && isShort ? integerOf(BigInt(`${sign}${digits}${"0".repeat(Math.max(0, zeros))}`)) : undefined;
}
