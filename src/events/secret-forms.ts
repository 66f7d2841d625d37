/** Fewer characters than this are too common in ordinary text to be masked. */
export const SHORTEST_SECRET = 4;
/** A line of a secret with several lines is masked alone too, where it has at least so many characters. */
const SHORTEST_LINE = 8;
/** So many digits of base64 are enough to know a long secret by; what follows of it is only counted. */
const KNOWN_BY = 48;

const DIGIT = "[A-Za-z0-9+/_-]";
/** Long base64 is broken into lines. */
const BREAK = "\\s{0,2}";

/** Patterns that find a secret as it is, escaped for JSON, URLs or a shell, and inside base64. Each is global. */
export function secretForms(secret: string): RegExp[] {
  return [...new Set(texts(secret))].flatMap((text) => [
    new RegExp(Array.from(text, escaped).join(""), "gu"),
    ...[0, 1, 2].map((offset) => new RegExp(base64(text, offset), "g")),
  ]);
}

/** The secret, what is left without blanks around it, and its lines: errors show outputs line by line. */
function texts(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  return [secret, secret.trim(), ...lines].filter((text) => text.length >= SHORTEST_SECRET);
}

/** One character however it is escaped; escapes may be escaped again, as JSON within JSON is. */
function escaped(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const ways = [`\\\\{0,4}${literal(char)}`, percent(char), unicode(char), ...special(char)];
  return `(?:${ways.join("|")})`;
}

function special(char: string): string[] {
  const named: Readonly<Record<string, readonly string[]>> = {
    " ": ["\\+"],
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
 * The base64 digits of a text that starts `offset` bytes into a group of three: those that it alone decides, and the
 * neighbours that carry some of its bits.
 */
function base64(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, "utf8")]);
  const first = Math.ceil((offset * 8) / 6);
  const own = bytes.toString("base64").slice(first, Math.floor((bytes.length * 8) / 6));
  const digits = Array.from(own.slice(0, KNOWN_BY), base64Digit).join(own.length > KNOWN_BY ? BREAK : "");
  const rest = own.length > KNOWN_BY ? `(?:${BREAK}${DIGIT}){0,${own.length - KNOWN_BY}}` : "";
  const shared = (bytes.length * 8) % 6 === 0 ? "" : `${DIGIT}?`;
  return `${offset === 0 ? "" : `${DIGIT}?`}${digits}${rest}${shared}(?:=|%3[dD]){0,2}`;
}

/** The two digits that differ between the alphabets, and that URLs escape. */
function base64Digit(digit: string): string {
  if (digit === "+") return "(?:[+-]|%2[bB])";
  if (digit === "/") return "(?:\\\\?[/_]|%2[fF])";
  return digit;
}
