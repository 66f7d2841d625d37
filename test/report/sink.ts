import type { Output } from "../../src/report/reporter.ts";

/** An output that records what is written. */
export interface Sink extends Output {
  text(): string;
}

export function sink(terminal: Partial<Pick<Output, "isTTY" | "columns">> = {}): Sink {
  let text = "";
  return {
    isTTY: false,
    columns: 80,
    ...terminal,
    write(more) {
      text += more;
    },
    flush: () => Promise.resolve(),
    text: () => text,
  };
}
