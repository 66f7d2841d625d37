/** The text between the braces of a mustache, or between the parentheses of a call. */
export function innerText(source: string): string {
  return source.replace(/^(?:\{\{\{?~?&?|\()|(?:~?\}?\}\}|\))$/g, "").trim();
}

/** Whether a text is one mustache and nothing else, so that a tagged expression can replace it. */
export function isWhole({ text, partials }: { readonly text: string; readonly partials: unknown }): boolean {
  return partials === undefined && /^\s*\{\{[^{}]*\}\}\s*$/.test(text);
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly inner: string;
}

/** The mustache that contains an index: where it is, and the text between its braces. */
export function mustacheAround(text: string, index: number): Found | undefined {
  const start = text.lastIndexOf("{{", index);
  const close = start < 0 ? -1 : text.indexOf("}}", start);
  if (close < 0) return undefined;
  const end = close + 2;
  return { start, end, inner: innerText(text.slice(start, end)) };
}
