/** A secret with fewer characters is too common in ordinary text to be masked. */
export const SHORTEST_SECRET = 4;
/** Each line of a multi-line secret is masked on its own too, if it has at least this many characters. */
const SHORTEST_LINE = 8;
/** This many base64 digits identify a long secret. Of the digits that follow, only their number is matched. */
const IDENTIFYING_DIGITS = 48;

const DIGIT = "[A-Za-z0-9+/_-]";
/** Long base64 may be split into lines. */
const BREAK = "\\s{0,2}";

/** A longer text is found only as it is and as JSON escapes it: a pattern with all forms would be too large. */
const LONGEST_PATTERN = 4096;

export interface Match {
  readonly start: number;
  readonly end: number;
}

/** A form in which a secret may appear. */
export interface SecretForm {
  /** Letters and digits that every match contains, not counting blanks. */
  readonly anchor: string;
  /** All matches in a text, overlapping ones too. */
  readonly matchesIn: (text: string) => readonly Match[];
}

/** The forms of a secret: as it is, escaped for JSON, URLs or a shell, and inside base64. */
export function secretForms(secret: string): SecretForm[] {
  return [...new Set(partsToMask(secret))].flatMap((text) =>
    text.length > LONGEST_PATTERN ? longForms(text) : patternForms(text),
  );
}

function longForms(text: string): SecretForm[] {
  const forms = new Set([text, JSON.stringify(text).slice(1, -1)]);
  return [...forms].map((form) => ({ anchor: anchorOf(form), matchesIn: (other) => copiesOf(form, other) }));
}

function patternForms(text: string): SecretForm[] {
  const escapes = patternForm(text, () => new RegExp(Array.from(text, escaped).join(""), "gu"));
  const encodings = [0, 1, 2].map((offset) => {
    const digits = ownDigits(text, offset).slice(0, IDENTIFYING_DIGITS);
    return patternForm(digits, () => new RegExp(base64(text, offset), "g"));
  });
  return [escapes, ...encodings];
}

/** The pattern is compiled when the anchor is first found. */
function patternForm(text: string, compile: () => RegExp): SecretForm {
  let pattern: RegExp | undefined;
  return { anchor: anchorOf(text), matchesIn: (other) => matchesOf((pattern ??= compile()), other) };
}

/** The longest run of letters and digits, which no escape changes. */
function anchorOf(text: string): string {
  const runs = text.slice(0, LONGEST_PATTERN).match(/[A-Za-z0-9]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), "");
}

function matchesOf(pattern: RegExp, text: string): Match[] {
  const matches = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    matches.push({ start: match.index, end: match.index + match[0].length });
    pattern.lastIndex = match.index + 1;
  }
  return matches;
}

function copiesOf(form: string, text: string): Match[] {
  const matches = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
    matches.push({ start, end: start + form.length });
  }
  return matches;
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
  const own = ownDigits(text, offset);
  const digits = Array.from(own.slice(0, IDENTIFYING_DIGITS), base64Digit).join(
    own.length > IDENTIFYING_DIGITS ? BREAK : "",
  );
  const rest = own.length > IDENTIFYING_DIGITS ? `(?:${BREAK}${DIGIT}){0,${own.length - IDENTIFYING_DIGITS}}` : "";
  const shared = ((offset + Buffer.byteLength(text, "utf8")) * 8) % 6 === 0 ? "" : `${DIGIT}?`;
  return `${offset === 0 ? "" : `${DIGIT}?`}${digits}${rest}${shared}(?:=|%3[dD]){0,2}`;
}

/** The base64 digits that depend only on a text that starts `offset` bytes into a group of three. */
function ownDigits(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, "utf8")]);
  return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** Matches one digit. Two of them differ between the base64 alphabets, and URLs escape them. */
function base64Digit(digit: string): string {
  if (digit === "+") return "(?:[+-]|%2[bB])";
  if (digit === "/") return "(?:\\\\?[/_]|%2[fF])";
  return digit;
}
