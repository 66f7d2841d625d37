/** A statement (`{% if x %}`) or comment (`{# … #}`) of Jinja in a text: `text.slice(start, end)`. */
interface Found {
  readonly kind: "statement" | "comment";
  readonly start: number;
  readonly end: number;
}

/** Whether a text has anything that could be a statement or comment of Jinja. */
export function mayHaveStatements(text: string): boolean {
  return text.includes("{%") || text.includes("{#");
}

const RAW = "{{{{raw}}}}";
const END_OF_RAW = "{{{{/raw}}}}";

/**
 * Finds the statements and comments of Jinja in a template. Those inside `{{ }}`, Handlebars comments and raw blocks do not count; neither
 * do a comment that is not closed or has a `$` before it (`${#var}` in a shell), and a statement that is not closed.
 */
export function findStatements(text: string): readonly Found[] {
  const last: LastEnds = { "%}": text.lastIndexOf("%}"), "#}": text.lastIndexOf("#}") };
  const found: Found[] = [];
  let index = 0;
  while (index < text.length) {
    const open = text.indexOf("{", index);
    if (open < 0) break;
    const span = spanAt(text, open, last);
    if (span?.kind) found.push({ kind: span.kind, start: open, end: span.end });
    index = span?.end ?? open + 1;
  }
  return found;
}

/** Where the last end of each kind is: without one there is nothing to search for, which keeps the search linear. */
type LastEnds = Readonly<Record<"%}" | "#}", number>>;

interface Span {
  /** Undefined for what belongs to Handlebars. */
  readonly kind?: Found["kind"];
  readonly end: number;
}

/** What begins at a brace, and where it ends; undefined if nothing does. */
function spanAt(text: string, open: number, last: LastEnds): Span | undefined {
  if (text.startsWith("{{", open)) return mustacheAt(text, open);
  const isStatement = text.startsWith("{%", open) && /^\{%[-+]?\s*[A-Za-z_]/.test(text.slice(open, open + 40));
  if (isStatement && last["%}"] > open) return { kind: "statement", end: text.indexOf("%}", open + 2) + 2 };
  const isComment = text.startsWith("{#", open) && text[open - 1] !== "$" && text[open - 1] !== "{";
  if (isComment && last["#}"] > open + 1) return { kind: "comment", end: text.indexOf("#}", open + 2) + 2 };
  return undefined;
}

function mustacheAt(text: string, open: number): Span {
  const [opening, closing] = text.startsWith(RAW, open)
    ? [RAW, END_OF_RAW]
    : text.startsWith("{{!--", open)
      ? ["{{!--", "--}}"]
      : ["{{", "}}"];
  const close = text.indexOf(closing, open + opening.length);
  return { end: close < 0 ? text.length : close + closing.length };
}
