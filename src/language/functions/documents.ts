import { parseDocument, stringify, type Document } from "yaml";
import { integerOf, isList, isMap, type Value } from "../../model/value.ts";
import { Misuse } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { sizeOf } from "../limits/value-size.ts";

/** Values inside each other. Whoever reads one recurses into it. */
const DEEPEST = 100;
/** A string, or an integer that a number may not hold exactly. */
const LONG_INTEGER = /"(?:[^"\\]|\\[^])*"|-?\d{16,}(?![\d.eE])/g;
/** Begins the strings that stand for integers while JSON is parsed; it is not allowed in JSON. */
const MARK = "\u0001";

/** Reads a value from JSON, with all digits of its integers; throws Misuse if the text is not JSON. */
export function readJson(text: string): Value {
  spend(text.length >> 2);
  checkDepth(text);
  const marked = /\d{16}/.test(text)
    ? text.replace(LONG_INTEGER, (found) => (found.startsWith('"') ? found : `"\\u0001${found}"`))
    : text;
  try {
    return finite(JSON.parse(marked, unmarked) as Value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Misuse(`needs JSON here: ${lowerFirst(error.message)}`, 0);
  }
}

function unmarked(_: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(MARK)) return value;
  return /^-?\d+$/.test(value.slice(1)) ? integerOf(BigInt(value.slice(1))) : value;
}

/** Steps for each character: parsing YAML takes long. */
const STEPS_TO_PARSE = 2;

/** Reads a value from YAML; throws Misuse if the text is not one document. */
export function readYaml(text: string): Value {
  spend(text.length * STEPS_TO_PARSE);
  checkDepth(text);
  const document = parseDocument(text, { intAsBigInt: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error)
    throw new Misuse(`needs YAML here: ${lowerFirst(error.message.split("\n")[0] ?? "").replace(/:$/, "")}`, 0);
  return finite(plain(toJs(document), 0));
}

function toJs(document: Document): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new Misuse(`needs YAML here: ${lowerFirst(error.message)}`, 0);
  }
}

function plain(value: unknown, depth: number): Value {
  if (depth > DEEPEST) throw tooDeep();
  if (typeof value === "bigint") return integerOf(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as Map<unknown, unknown>)].map(([key, item]) => [keyText(key), plain(item, depth + 1)]),
    );
  }
  if (value === undefined || value === null) return null;
  if (typeof value === "object") throw new Misuse("needs YAML without sets, dates and binary values here", 0);
  return value as string | number | boolean;
}

function keyText(key: unknown): string {
  if (key === null) return "null";
  if (typeof key === "object" || key === undefined)
    throw new Misuse("needs YAML here whose keys are not lists or maps", 0);
  return typeof key === "string" ? key : `${key as number | bigint}`;
}

/** Writes a value as YAML in block style. */
export function writeYaml(value: Value, indent: number): string {
  spend(sizeOf(value) * STEPS_TO_PARSE);
  return stringify(value, { indent, lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}

/** A number that no file of ours can hold, such as 1e999. */
function finite(value: Value): Value {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Misuse("contains a number that is too large", 0);
  if (isList(value)) value.forEach(finite);
  else if (isMap(value)) Object.values(value).forEach(finite);
  return value;
}

/** Parsers recurse into each bracket. Counts those outside of strings roughly: those in strings count, too. */
function checkDepth(text: string): void {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\[^])*"|[[\]{}]/g)) {
    if (bracket === "[" || bracket === "{") depth += 1;
    else if (bracket === "]" || bracket === "}") depth -= 1;
    if (depth > DEEPEST) throw tooDeep();
  }
}

function tooDeep(): Misuse {
  return new Misuse(`reads at most ${DEEPEST} lists and maps inside each other`, 0);
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
