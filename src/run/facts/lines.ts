/** The lines of a script's output, each split into its first word and the rest. */
export function linesOf(stdout: string): [word: string, rest: string][] {
  return stdout.split("\n").flatMap((line): [string, string][] => {
    const blank = line.indexOf(" ");
    if (line === "") return [];
    return blank < 0 ? [[line, ""]] : [[line.slice(0, blank), line.slice(blank + 1).trim()]];
  });
}

/** The first value of each name; undefined for names that were not printed. */
export function valuesOf(stdout: string): (name: string) => string | undefined {
  const values = new Map(linesOf(stdout).toReversed());
  return (name) => values.get(name);
}

/** A text; null if it is empty or was not printed. */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

/** A whole number; null if the text is not one. */
export function numberOrNull(text: string | undefined): number | null {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : null;
}
