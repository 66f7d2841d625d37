/** A secret with fewer characters is too common in ordinary text to be masked. */
export const SHORTEST_SECRET = 4;
/** Each line of a multi-line secret is masked on its own too, if it has at least this many characters. */
const SHORTEST_LINE = 8;
/** This many base64 digits identify a long secret. Of the digits that follow, only their number is matched. */
const IDENTIFYING_DIGITS = 48;

const DIGIT = "[A-Za-z0-9+/_-]";
/** Long base64 may be split into lines. */
const BREAK = "\\s{0,2}";

/** Global patterns that find a secret as it is, escaped for JSON, URLs or a shell, and inside base64. */
export function secretForms(secret: string): RegExp[] {
  return [...new Set(partsToMask(secret))].flatMap((text) => [
    new RegExp(Array.from(text, escaped).join(""), "gu"),
    ...[0, 1, 2].map((offset) => new RegExp(base64(text, offset), "g")),
  ]);
}

/** The secret, the secret without surrounding blanks, and its lines, because errors show output line by line. */
function partsToMask(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  return [secret, secret.trim(), ...lines].filter((text) => text.length >= SHORTEST_SECRET);
}

/** Matches one character in any escaped form. Escapes may be escaped again, as in JSON inside JSON. */
function escaped(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const forms = [`\\\\{0,4}${literal(char)}`, percent(char), unicode(char), ...special(char)];
  return `(?:${forms.join("|")})`;
}

function special(char: string): string[] {
  const named: Readonly<Record<string, readonly string[]>> = {
    " ": ["\\+"],
    $: ["\\$\\$"],
    "'": ["'\\\\''", `'"'"'`],
    "\\": ["\\\\{1,8}"],
    "\n": ["\\r\\n", "\\\\{1,4}n"],
    "\r": ["\\\\{1,4}r"],
    "\t": ["\\\\{1,4}t"],
    "\b": ["\\\\{1,4}b"],
    "\f": ["\\\\{1,4}f"],
  };
  return [...(named[char] ?? [])];
}

function literal(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

function percent(char: string): string {
  return [...Buffer.from(char, "utf8")].map((byte) => `%${anyCase(byte.toString(16).padStart(2, "0"))}`).join("");
}

function unicode(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\\\{1,4}u${anyCase(unit.toString(16).padStart(4, "0"))}`).join("");
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/**
 * Matches the base64 digits of a string that starts `offset` bytes into a group of three: the digits that depend on it alone, and the
 * neighbours that contain some of its bits.
 */
function base64(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, "utf8")]);
  const first = Math.ceil((offset * 8) / 6);
  const own = bytes.toString("base64").slice(first, Math.floor((bytes.length * 8) / 6));
  const digits = Array.from(own.slice(0, IDENTIFYING_DIGITS), base64Digit).join(
    own.length > IDENTIFYING_DIGITS ? BREAK : "",
  );
  const rest = own.length > IDENTIFYING_DIGITS ? `(?:${BREAK}${DIGIT}){0,${own.length - IDENTIFYING_DIGITS}}` : "";
  const shared = (bytes.length * 8) % 6 === 0 ? "" : `${DIGIT}?`;
  return `${offset === 0 ? "" : `${DIGIT}?`}${digits}${rest}${shared}(?:=|%3[dD]){0,2}`;
}

/** Matches one digit. Two of them differ between the base64 alphabets, and URLs escape them. */
function base64Digit(digit: string): string {
  if (digit === "+") return "(?:[+-]|%2[bB])";
  if (digit === "/") return "(?:\\\\?[/_]|%2[fF])";
  return digit;
}
