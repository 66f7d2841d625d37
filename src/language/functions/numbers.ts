import { integerOf, isNumber, type Value } from "../../model/value.ts";
import { compute, extreme, floor } from "../arithmetic.ts";
import { Misuse, wrongArgument, wrongItem } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, many, number, optional, text, whole } from "./parameters.ts";

/** No number that is meant has more digits. */
const LONGEST_NUMBER = 400;
const MAX_RANGE = 100_000;
const MAX_BOUND = 2 ** 31;

/** Functions that compute numbers. */
export const NUMBERS: readonly LanguageFunction[] = [
  define({
    name: "floor",
    summary: "Rounds a number down to a whole number.",
    parameters: [number("value")],
    result: "whole number",
    examples: [{ args: [2.5], result: 2 }],
    run: floor,
  }),
  define({
    name: "int",
    summary:
      "Reads a whole number from a string, or cuts off the fraction of a number. A second argument stands for what is no number.",
    parameters: [any("value"), optional(any("default"))],
    result: "whole number",
    examples: [
      { args: ["42"], result: 42 },
      { args: ["x", 0], result: 0 },
    ],
    run: (value, other) => orElse(wholeIn(value), other, () => wrongArgument("a whole number", value, 0)),
  }),
  define({
    name: "float",
    summary: "Reads a number from a string. A second argument stands for what is no number.",
    parameters: [any("value"), optional(any("default"))],
    result: "number",
    examples: [
      { args: ["1.5"], result: 1.5 },
      { args: ["", 0.5], result: 0.5 },
    ],
    run: (value, other) => orElse(numberIn(value), other, () => wrongArgument("a number", value, 0)),
  }),
  define({
    name: "bool",
    summary:
      "Reads a boolean from true, yes, on, y, t, 1 or false, no, off, n, f, 0, in any case. A second argument stands for anything else.",
    parameters: [any("value"), optional(any("default"))],
    result: "boolean",
    examples: [
      { args: ["true"], result: true },
      { args: ["Off", true], result: false },
    ],
    run: (value, other) => orElse(booleanIn(value), other, () => wrongArgument("a word for true or false", value, 0)),
  }),
  define({
    name: "round",
    summary: "Rounds a number to a number of decimals (0). Halves are rounded away from 0.",
    parameters: [number("value"), optional(whole("decimals", 0, 15))],
    result: "number",
    examples: [
      { args: [2.5], result: 3 },
      { args: [1.005, 2], result: 1.01 },
    ],
    run: (value, decimals = 0) => (typeof value === "bigint" ? value : rounded(value, decimals)),
  }),
  define({
    name: "ceil",
    summary: "Rounds a number up to a whole number.",
    parameters: [number("value")],
    result: "whole number",
    examples: [{ args: [2.1], result: 3 }],
    run: (value) => (typeof value === "bigint" ? value : Math.ceil(value) + 0),
  }),
  define({
    name: "abs",
    summary: "Returns a number without its sign.",
    parameters: [number("value")],
    result: "number",
    examples: [{ args: [-3], result: 3 }],
    run: (value) => (value < 0 ? compute("sub", 0, value) : value),
  }),
  define({
    name: "human_readable",
    summary: "Writes a number of bytes with a unit of powers of 1024.",
    parameters: [number("bytes")],
    result: "string",
    examples: [{ args: [1_000_000], result: "976.56 KB" }],
    run: (bytes) => humanSize(Number(bytes)),
  }),
  define({
    name: "human_to_bytes",
    summary: "Reads a size such as 1.5 GB or 512M as bytes; units are powers of 1024.",
    parameters: [text("size")],
    result: "whole number",
    examples: [{ args: ["1.5 GB"], result: 1_610_612_736 }],
    run: bytesIn,
  }),
  define({
    name: "min",
    summary: "Returns the smallest of several numbers or strings, or of a list of them.",
    parameters: [many(any("value"))],
    result: "number or string",
    examples: [
      { args: [2, 3], result: 2 },
      { args: [["b", "a"]], result: "a" },
    ],
    run: (values) => smallestOrLargest("min", values),
  }),
  define({
    name: "max",
    summary: "Returns the largest of several numbers or strings, or of a list of them.",
    parameters: [many(any("value"))],
    result: "number or string",
    examples: [{ args: [[1, 5, 2]], result: 5 }],
    run: (values) => smallestOrLargest("max", values),
  }),
  define({
    name: "range",
    summary:
      "Lists the whole numbers from 0, or from a first number, up to a last one, which is left out; in steps of 1, or of a third number.",
    parameters: [bound("from_or_to"), optional(bound("to")), optional(bound("step"))],
    result: "list of numbers",
    examples: [
      { args: [3], result: [0, 1, 2] },
      { args: [8, 1, -3], result: [8, 5, 2] },
    ],
    run: (first, to, step = 1) => (to === undefined ? range(0, first, step) : range(first, to, step)),
  }),
  define({
    name: "sequence",
    summary:
      "Lists the numbers from a first to a last one, which is included; in steps of 1 (towards the last), or of a third number. A format with `%d`, `%x` or `%o`, and a width such as `%02d`, makes strings of them.",
    parameters: [bound("start"), bound("end"), optional(bound("stride")), optional(text("format"))],
    result: "list of numbers or strings",
    examples: [
      { args: [1, 3], result: [1, 2, 3] },
      { args: [4, 0, -2], result: [4, 2, 0] },
      { args: [9, 10, 1, "web%02d"], result: ["web09", "web10"] },
    ],
    run: sequence,
  }),
];

function orElse(value: Value | undefined, other: Value | undefined, problem: () => Misuse): Value {
  const found = value ?? other;
  if (found === undefined) throw problem();
  return found;
}

function wholeIn(value: Value): number | bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) + 0 : undefined;
  const isWhole = typeof value === "string" && value.length <= LONGEST_NUMBER && /^\s*[+-]?\d+\s*$/.test(value);
  return isWhole ? integerOf(BigInt(value.trim().replace("+", ""))) : undefined;
}

function numberIn(value: Value): number | bigint | undefined {
  if (isNumber(value)) return value;
  const isNumeral = typeof value === "string" && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value);
  const found = isNumeral ? Number(value) : Number.NaN;
  return Number.isFinite(found) ? (wholeIn(value) ?? found) : undefined;
}

const TRUE: ReadonlySet<string> = new Set(["true", "yes", "on", "y", "t", "1", "1.0"]);
const FALSE: ReadonlySet<string> = new Set(["false", "no", "off", "n", "f", "0", "0.0"]);

function booleanIn(value: Value): boolean | undefined {
  if (typeof value === "object") return undefined;
  const word = String(value).trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

/** By the digits that the number is written with: 1.005 is a little less than that in binary. */
function rounded(value: number, decimals: number): number {
  const [digits = "0", exponent = "0"] = String(Math.abs(value)).split("e");
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + decimals}`));
  const result = Number(`${shifted}e-${decimals}`);
  return (Number.isFinite(result) ? Math.sign(value) * result : value) + 0;
}

const SIZE_UNITS = ["", "K", "M", "G", "T", "P", "E", "Z", "Y"];

function humanSize(bytes: number): string {
  const size = Math.abs(bytes);
  const power = SIZE_UNITS.findLastIndex((_, index) => index === 0 || size >= 1024 ** index);
  const unit = power === 0 ? "Bytes" : `${SIZE_UNITS[power] ?? ""}B`;
  return `${(bytes / 1024 ** power).toFixed(2)} ${unit}`;
}

function bytesIn(size: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([KMGTPEZY])i?)?(?:B|bytes?)?\s*$/i.exec(size.slice(0, LONGEST_NUMBER));
  if (!match) throw new Misuse("needs a size here, such as 512M or 1.5 GB", 0);
  return Math.round(Number(match[1]) * 1024 ** SIZE_UNITS.indexOf((match[2] ?? "").toUpperCase()));
}

function bound(name: string) {
  return whole(name, -MAX_BOUND, MAX_BOUND);
}

function range(from: number, to: number, step: number): number[] {
  if (step === 0) throw new Misuse("needs a step that is not 0", 2);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > MAX_RANGE) throw new Misuse(`makes lists of at most ${MAX_RANGE} numbers, not ${count}`);
  spend(count);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

function sequence(start: number, end: number, stride = end < start ? -1 : 1, format?: string): (number | string)[] {
  const numbers = range(start, end + Math.sign(stride), stride);
  return format === undefined ? numbers : numbers.map((value) => formatted(format, value));
}

/** Writes a number in the one place of a format that is for it, as printf does. `%%` is a percent sign. */
function formatted(format: string, value: number): string {
  let places = 0;
  const written = format.replace(
    /%(?:%|(0?)(\d{0,2})([dxo])|)/g,
    (place, zero: string, width: string, base?: string) => {
      if (place === "%%") return "%";
      if (base === undefined) throw new Misuse("knows %d, %x, %o and %% in a format", 3);
      places += 1;
      const digits = Math.abs(value).toString(base === "d" ? 10 : base === "x" ? 16 : 8);
      const sign = value < 0 ? "-" : "";
      return zero ? sign + digits.padStart(Number(width) - sign.length, "0") : (sign + digits).padStart(Number(width));
    },
  );
  if (places !== 1) throw new Misuse("needs a format with one %d, %x or %o", 3);
  return written;
}

function smallestOrLargest(which: "min" | "max", args: readonly Value[]): Value {
  const [first] = args;
  const items = args.length === 1 && Array.isArray(first) ? (first as readonly Value[]) : undefined;
  const values = items ?? args;
  if (args.length === 1 && !items) throw wrongArgument("a list", first ?? null, 0);
  if (values.length === 0) throw new Misuse("needs at least one number", 0);
  const isText = typeof values[0] === "string";
  const wrong = values.findIndex((value) => (isText ? typeof value !== "string" : !isNumber(value)));
  const value = values[wrong];
  if (value !== undefined) {
    if (items) throw wrongItem(isText ? "a list of strings" : "a list of numbers or a list of strings", value, 0);
    throw wrongArgument(isText ? "a string, like the first argument," : "a number", value, wrong);
  }
  if (!isText) return extreme(which, values.filter(isNumber));
  const texts = values.filter((each) => typeof each === "string");
  return texts.reduce((best, each) => ((which === "min" ? each < best : each > best) ? each : best));
}
