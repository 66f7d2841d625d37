/** What is read of a long output: long lines are cut, and so is what precedes the last lines. */
const MAX_BYTES = 2048;
const MAX_LINES = 3;
const MAX_LINE = 300;

/** The last lines of what a program printed, as one line of printable characters. */
export function lastLines(output: string): string {
  const lines = output
    .slice(-MAX_BYTES)
    .split(/[\r\n]/)
    .map((line) => printable(line).trim())
    .filter((line) => line !== "");
  return lines
    .slice(-MAX_LINES)
    .map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line))
    .join("; ");
}

/** Without escape sequences and other characters that are not shown. */
function printable(line: string): string {
  return line.replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, "").replace(/[\p{Control}\p{Format}\u{fffd}]/gu, "");
}
