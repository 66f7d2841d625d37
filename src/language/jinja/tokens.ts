export interface Token {
  readonly kind: "name" | "string" | "number" | "operator" | "end";
  /** A string's own text; otherwise as written. */
  readonly text: string;
}

/** Longer operators first. `&&`, `||` and `!` are not Jinja, but stand in conditions that are half translated. */
const TOKEN =
  /\s+|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|(==|!=|<=|>=|\/\/|\*\*|&&|\|\||[-+*/%~<>=|()[\]{},.:!?])/y;

/** The tokens of an expression; undefined if it has characters that Jinja does not know. */
export function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [, name, number, double, single, operator] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (double !== undefined || single !== undefined) {
      tokens.push({ kind: "string", text: unescaped(double ?? single ?? "") });
    }
  }
  return [...tokens, { kind: "end", text: "" }];
}

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescaped(written: string): string {
  return written.replace(/\\(["'\\nrt])/g, (_, char: string) => CONTROLS[char] ?? char);
}
