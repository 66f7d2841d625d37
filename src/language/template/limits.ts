import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import { originAt, placeOf, type TextStart } from "../position.ts";

/** The number of `{{ }}` in a text. Parsing takes about a kilobyte of memory for each. */
const MAX_BRACES = 20_000;
/** Blocks, or helpers in parentheses, inside each other: compiling recurses into each. */
const MAX_DEPTH = 100;

/** The fault of a text that is too large to be compiled, found without parsing it. */
export function limitFault(text: string, at: TextStart): Fault | undefined {
  let count = 0;
  let depth = 0;
  for (const match of text.matchAll(/\{\{[{~\s]*([#/^]?)/g)) {
    count += 1;
    if (match[1] === "#") depth += 1;
    if (match[1] === "/") depth -= 1;
    const what =
      count > MAX_BRACES
        ? `more than ${MAX_BRACES} {{ }}`
        : depth > MAX_DEPTH || parentheses(text, match.index) > MAX_DEPTH
          ? `more than ${MAX_DEPTH} levels inside each other`
          : undefined;
    if (what !== undefined) {
      return languageFault("language/template-size", { what }, { origin: originAt(at, placeOf(text, match.index)) });
    }
  }
  return undefined;
}

/** How deep parentheses are nested in the `{{ }}` that begins at an index. */
function parentheses(text: string, start: number): number {
  const end = text.indexOf("}}", start);
  const inside = text.slice(start, end < 0 ? text.length : end);
  if (!inside.includes("(")) return 0;
  let depth = 0;
  let deepest = 0;
  for (const char of inside) {
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
