const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g;

/** A string of Python, or several next to each other, which are one; undefined for what has no value as text, such as bytes. */
export function stringLiteral(
  text: string,
  start: number,
): { readonly value: string; readonly end: number } | undefined {
  const pattern = /(r|u|R|U|)('(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*")[ \t]*/y;
  let value: string | undefined;
  let end = start;
  for (;;) {
    pattern.lastIndex = end;
    const [whole, prefix = "", quoted] = pattern.exec(text) ?? [];
    if (whole === undefined || quoted === undefined) return value === undefined ? undefined : { value, end };
    const part = /r/i.test(prefix) ? quoted.slice(1, -1) : unescaped(quoted.slice(1, -1));
    if (part === undefined) return undefined;
    value = (value ?? "") + part;
    end += whole.length;
  }
}

/** Undefined if an escape has no meaning that is supported here: `\N{name}`, or half of a character. */
function unescaped(text: string): string | undefined {
  if (/\\N\{|\\x(?![\da-fA-F]{2})|\\u(?![\da-fA-F]{4})|\\U(?![\da-fA-F]{8})/.test(text.replaceAll("\\\\", "")))
    return undefined;
  const result = text.replace(ESCAPE, (whole, escape: string) => {
    if (/^[xuU]./.test(escape)) return character(parseInt(escape.slice(1), 16));
    if (/^[0-7]/.test(escape)) return character(parseInt(escape, 8));
    return SIMPLE[escape] ?? whole;
  });
  return /\p{Cs}/u.test(result) ? undefined : result;
}

/** A code that is no character becomes half of one, which is found afterwards. */
function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ud800";
}
