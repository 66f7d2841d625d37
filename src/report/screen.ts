import type { Output } from "./reporter.ts";

/** Lines on an output, with one line below them on a terminal that is written again and again. */
export interface Screen {
  print(lines: readonly string[]): void;
  /** Sets the line below; nothing removes it. Ignored where it cannot be written again. */
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
      const next =
        line === undefined
          ? undefined
          : Array.from(line)
              .slice(0, Math.max(0, output.columns - 1))
              .join("");
      if (next === shown) return;
      output.write(`${erase()}${next ?? ""}`);
      shown = next;
    },
  };
}
