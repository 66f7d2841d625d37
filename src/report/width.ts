import { eastAsianWidth } from "get-east-asian-width";

/** The columns that visible text takes on a terminal: most East Asian characters and emoji take two. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + charWidth(char), 0);
}

/** The text followed by as many blanks as it needs to be `width` columns wide. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** The beginning of a text, at most `width` columns wide. */
export function cutTo(text: string, width: number): string {
  let columns = 0;
  let end = 0;
  for (const char of text) {
    columns += charWidth(char);
    if (columns > width) break;
    end += char.length;
  }
  return text.slice(0, end);
}

function charWidth(char: string): number {
  return eastAsianWidth(char.codePointAt(0) ?? 0);
}
