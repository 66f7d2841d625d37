const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** Control characters, and marks that reverse or hide text. */
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes line ends and everything that could move the cursor, colour the terminal or reorder text. */
export function visible(text: string): string {
  return text.replace(DANGEROUS, escape);
}

/** The escaped lines of a text, without an empty line after the last line end. Tabs are kept. */
export function visibleLines(text: string): string[] {
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map(visibleLine);
}

/** Like `visible`, but keeps tabs. */
export function visibleLine(line: string): string {
  return line.replace(DANGEROUS, (char) => (char === "\t" ? char : escape(char)));
}

function escape(char: string): string {
  const code = char.charCodeAt(0);
  return NAMED[char] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
