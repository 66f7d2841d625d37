import type { Faults } from "../../errors/fault.ts";
import { indexOf } from "../position.ts";
import type { TextStart } from "../position.ts";
import { parseTemplate, type Program } from "./parse.ts";

/** The syntax faults of a text, and the program without the parts that have them; undefined if the rest cannot be parsed. */
interface Parsed {
  readonly faults: Faults;
  readonly program: Program | undefined;
}

/** More syntax faults in one text are hardly faults of their own. */
const MAX_FAULTS = 10;
const START = { file: "", line: 1, col: 1 };

/**
 * Finds several syntax faults in a text: the parser stops at the first, so the `{{ }}` around it is replaced by blanks and the text
 * is parsed again. A fault in a block stops the search, because what follows belongs to another block then.
 * @param first the faults of the text itself
 */
export function parseRepeatedly(text: string, at: TextStart, [first, ...others]: Faults): Parsed {
  const more = [...others];
  let rest = withoutFaulty(text);
  while (rest !== undefined && more.length < MAX_FAULTS) {
    const parsed = parseTemplate(rest, at);
    if (parsed.ok) return { faults: [first, ...more], program: parsed.value };
    more.push(...parsed.faults);
    rest = withoutFaulty(rest);
  }
  return { faults: [first, ...more], program: undefined };
}

/** The text with blanks instead of the `{{ }}` that contains the fault; undefined if it opens or closes a block, or is not closed. */
function withoutFaulty(text: string): string | undefined {
  const parsed = parseTemplate(text, START);
  if (parsed.ok) return undefined;
  const { code, origin } = parsed.faults[0];
  if (code !== "language/template-syntax" || !origin) return undefined;
  const index = indexOf(text, { line: origin.line, column: origin.col - 1 });
  const start = text.lastIndexOf("{{", index);
  const end = text.indexOf("}}", start);
  const from = text[start - 1] === "{" ? start - 1 : start;
  const before = from > 0 ? text.lastIndexOf("{{", from - 1) : -1;
  // A `{{` before this one is not closed either.
  if (before >= 0 && text.indexOf("}}", before) > start) return undefined;
  const inside = text.slice(start + 2, end);
  if (start < 0 || end < index || inside.includes("{{") || /^[{~\s]*([#/^>&*!]|else\b)/.test(inside)) return undefined;
  const to = text[end + 2] === "}" ? end + 3 : end + 2;
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);
}
