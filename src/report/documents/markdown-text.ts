import { visible } from "../visible.ts";

/** The characters that Markdown or HTML inside it could take for markup. */
const MARKUP = /[\\`*_[\]<>#|~&]/g;

/** A text that Markdown shows as it is, on one line. */
export function plainText(text: string): string {
  return visible(text).replace(MARKUP, (char) => `\\${char}`);
}

/** Lines as a block of code, indented below an item of a list. No line can end the block. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [fence + language, ...lines, fence].map((line) => `  ${line}`);
}

/** The rows of a table, the first of which is its head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows.map((row) => `| ${row.join(" | ")} |`);
  const rule = `| ${(rows[0] ?? []).map((_, column) => (column === 0 ? "---" : "---:")).join(" | ")} |`;
  return [String(head), rule, ...body];
}
