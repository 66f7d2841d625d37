/** What may stand between the braces of a mustache of Jinja: also maps, and maps in them. */
export const INNER = String.raw`(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*?`;

const WHOLE = new RegExp(String.raw`^\s*\{\{${INNER}\}\}\s*$`);
const FIRST = new RegExp(String.raw`\{\{${INNER}\}\}`, "y");

/** The text between the braces of a mustache, or between the parentheses of a call. */
export function innerText(source: string): string {
  return source.replace(/^(?:\{\{\{?~?&?|\()|(?:~?\}?\}\}|\))$/g, "").trim();
}

/** Whether a text is one mustache and nothing else, so that a tagged expression can replace it. */
export function isWhole({ text, partials }: { readonly text: string; readonly partials: unknown }): boolean {
  return partials === undefined && WHOLE.test(text);
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly inner: string;
}

/** The mustache that contains an index: where it is, and the text between its braces. */
export function mustacheAround(text: string, index: number): Found | undefined {
  const start = text.lastIndexOf("{{", index);
  const end = start < 0 ? undefined : endOf(text, start);
  if (end === undefined) return undefined;
  return { start, end, inner: innerText(text.slice(start, end)) };
}

function endOf(text: string, start: number): number | undefined {
  FIRST.lastIndex = start;
  if (FIRST.test(text)) return FIRST.lastIndex;
  const close = text.indexOf("}}", start);
  return close < 0 ? undefined : close + 2;
}
