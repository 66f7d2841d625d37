import type { Output } from "./reporter.ts";
import { cutTo } from "./width.ts";

/** Prints lines, with a status line below them that a terminal rewrites in place. */
export interface Screen {
  print(lines: readonly string[]): void;
  /** Replaces the status line; undefined removes it. Does nothing if the output cannot rewrite lines. */
  status(line: string | undefined): void;
}

const ERASE = "\r\u001b[2K";

export function createScreen(output: Output, rewrites: boolean): Screen {
  let shown: string | undefined;
  const erase = () => (shown === undefined ? "" : ERASE);
  return {
    print(lines) {
      if (lines.length === 0) return;
      output.write(`${erase()}${lines.map((line) => `${line}\n`).join("")}${shown ?? ""}`);
    },
    status(line) {
      if (!rewrites) return;
      // A line that wraps could not be erased.
      const next = line === undefined ? undefined : cutTo(line, output.columns - 1);
      if (next === shown) return;
      output.write(`${erase()}${next ?? ""}`);
      shown = next;
    },
  };
}
