/** Where something was written: `line` and `col` count from 1. `end` is the column just after it on the same line, where known. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly end?: number;
}

/** `file:line:col`, as editors and terminals understand it. */
export function showOrigin({ file, line, col }: Origin): string {
  return `${file}:${line}:${col}`;
}
