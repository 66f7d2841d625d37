/** A text as one word of a command line for a POSIX shell; quoted only if it has to be. A shell cannot pass on a NUL character. */
export function quotedWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
