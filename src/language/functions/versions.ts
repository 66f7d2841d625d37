import { Misuse } from "../helper-arguments.ts";
import { define, type LanguageFunction } from "./define.ts";
import { choice, optional, text } from "./parameters.ts";
import { compareTexts } from "./sets.ts";

const SCHEMES = { loose: compareLoose, semver: compareSemver, debian: compareDebian } as const;
const OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "=", "<>", "eq", "ne", "lt", "le", "gt", "ge"] as const;
const SCHEME_NAMES = ["loose", "semver", "debian"] as const;

/** Functions that compare versions. */
export const VERSIONS: readonly LanguageFunction[] = [
  define({
    name: "version",
    summary:
      "Compares two versions: part by part (loose), as Semantic Versioning does (semver), or as dpkg does (debian). Without an operator, returns whether they are equal.",
    parameters: [
      text("version"),
      text("other"),
      optional(choice("operator", OPERATORS)),
      optional(choice("scheme", SCHEME_NAMES)),
    ],
    result: "boolean",
    examples: [
      { args: ["1.10", "1.9", ">"], result: true },
      { args: ["1.0.0-rc.1", "1.0.0", "<", "semver"], result: true },
      { args: ["1:2.0~rc1-1", "1:2.0-1", "<", "debian"], result: true },
    ],
    run: (version, other, operator = "==", scheme = "loose") => holds(operator, SCHEMES[scheme](version, other)),
  }),
];

function holds(operator: (typeof OPERATORS)[number], result: number): boolean {
  switch (operator) {
    case "==":
    case "=":
    case "eq":
      return result === 0;
    case "!=":
    case "<>":
    case "ne":
      return result !== 0;
    case "<":
    case "lt":
      return result < 0;
    case "<=":
    case "le":
      return result <= 0;
    case ">":
    case "gt":
      return result > 0;
    case ">=":
    case "ge":
      return result >= 0;
  }
}

/** Compares numbers of any length, without losing digits. */
function compareDigits(a: string, b: string): number {
  const [short, long] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return short.length - long.length || compareTexts(short, long);
}

/** Numbers as numbers, words as words; a number is above a word, as in 1.0.1 and 1.0rc1. The longer one is above its beginning. */
function compareLoose(version: string, other: string): number {
  const [a, b] = [looseParts(version, 0), looseParts(other, 1)];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const result = comparePart(a[index] ?? "", b[index] ?? "");
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

function looseParts(version: string, position: number): readonly string[] {
  const parts = version.trim().match(/\d+|[A-Za-z]+|[^\dA-Za-z.]+/g) ?? [];
  if (!parts.some((part) => /\d/.test(part))) throw notAVersion(version, position);
  return parts;
}

function comparePart(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d/.test(a), /^\d/.test(b)];
  if (isNumber && isOtherNumber) return compareDigits(a, b);
  return isNumber === isOtherNumber ? compareTexts(a, b) : isNumber ? 1 : -1;
}

const SEMVER = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z.-]+)?$/;

function compareSemver(version: string, other: string): number {
  const [a, b] = [semverParts(version, 0), semverParts(other, 1)];
  for (let index = 0; index < 3; index++) {
    const result = compareDigits(a.numbers[index] ?? "", b.numbers[index] ?? "");
    if (result !== 0) return result;
  }
  if (a.words.length === 0 || b.words.length === 0) return b.words.length - a.words.length;
  for (let index = 0; index < Math.min(a.words.length, b.words.length); index++) {
    const result = compareWord(a.words[index] ?? "", b.words[index] ?? "");
    if (result !== 0) return result;
  }
  return a.words.length - b.words.length;
}

function semverParts(version: string, position: number) {
  const match = SEMVER.exec(version.trim());
  if (!match) throw notAVersion(version, position);
  return { numbers: match.slice(1, 4), words: match[4]?.split(".") ?? [] };
}

/** In a pre-release, a number is below a word. */
function compareWord(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return compareDigits(a, b);
  return isNumber === isOtherNumber ? compareTexts(a, b) : isNumber ? -1 : 1;
}

const DEBIAN = /^(?:(\d+):)?([\dA-Za-z.+~:-]+?)(?:-([\dA-Za-z.+~]+))?$/;

function compareDebian(version: string, other: string): number {
  const [a, b] = [debianParts(version, 0), debianParts(other, 1)];
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareVerrevcmp(a.upstream, b.upstream) ||
    compareVerrevcmp(a.revision, b.revision)
  );
}

function debianParts(version: string, position: number) {
  const match = DEBIAN.exec(version.trim());
  if (!match) throw notAVersion(version, position);
  const [, epoch = "0", upstream = "", revision = "0"] = match;
  return { epoch, upstream, revision };
}

/** As dpkg compares: parts that are no digits, then digits, in turn. */
function compareVerrevcmp(a: string, b: string): number {
  const [first, second] = [alternating(a), alternating(b)];
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const [part, other] = [first[index] ?? "", second[index] ?? ""];
    const result = index % 2 === 0 ? compareSigns(part, other) : compareDigits(part, other);
    if (result !== 0) return result;
  }
  return 0;
}

/** Text, digits, text, digits: the text may be empty. */
function alternating(version: string): readonly string[] {
  return [...version.matchAll(/(\D*)(\d*)/g)].flatMap(([, signs = "", digits = ""]) => [signs, digits]);
}

/** `~` is below the end, the end below letters, and letters below all other signs. */
function compareSigns(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const result = rank(a.charAt(index)) - rank(b.charAt(index));
    if (result !== 0) return result;
  }
  return 0;
}

function rank(sign: string): number {
  if (sign === "~") return -1;
  if (sign === "") return 0;
  return /[A-Za-z]/.test(sign) ? sign.charCodeAt(0) : sign.charCodeAt(0) + 256;
}

function notAVersion(version: string, position: number): Misuse {
  return new Misuse(`needs a version here, but the argument is \`${version.slice(0, 40)}\``, position);
}
