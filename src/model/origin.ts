/** A place in a file. `line` and `col` start at 1; `end`, if known, is the column after the last one on the same line. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly end?: number;
}

/** `file:line:col`, which editors and terminals recognize. */
export function showOrigin({ file, line, col }: Origin): string {
  return `${file}:${line}:${col}`;
}
