import type { Event } from "../events/event.ts";
import { toLine } from "../events/line.ts";
import { toJson } from "../model/json.ts";
import type { Output, Reporter } from "./reporter.ts";

/** The machine-readable report: one JSON object per line. */
export function jsonReporter(output: Output): Reporter {
  return {
    on: (event) => output.write(`${jsonLine(event)}\n`),
    end: () => output.flush(),
  };
}

/** JSON.stringify leaves some control characters raw. Escaped, they mean the same and cannot reach a terminal. */
function jsonLine(event: Event): string {
  return toJson(toLine(event)).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
