/** At most so many lines and characters of what a program wrote to standard error are shown. */
const SHOWN_LINES = 10;
export const SHOWN_CHARACTERS = 4000;

/** The last lines of a program's messages. */
export function shownLines(text: string): string[] {
  return text
    .slice(-SHOWN_CHARACTERS)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-SHOWN_LINES);
}
