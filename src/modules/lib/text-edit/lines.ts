import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { PatternMatch, SearchPattern } from "../../../module/pattern.ts";

/** A file's lines, and the line end that new lines get: that of the first line. */
export interface Lines {
  /** Without line ends. */
  readonly lines: readonly string[];
  readonly ends: readonly string[];
  readonly newEnd: string;
}

/** Splits a text at its line breaks. The last line has the end "" if it has no line break. */
export function linesOf(text: string): Lines {
  const pairs = [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)].filter(([whole]) => whole !== "");
  const ends = pairs.map(([, , end = ""]) => end);
  return { lines: pairs.map(([, line = ""]) => line), ends, newEnd: ends[0] === "\r\n" ? "\r\n" : "\n" };
}

/** A list of lines that can be changed, each with its end. */
export class LineList {
  readonly lines: string[];
  readonly ends: string[];
  readonly newEnd: string;

  constructor({ lines, ends, newEnd }: Lines) {
    this.lines = [...lines];
    this.ends = [...ends];
    this.newEnd = newEnd;
  }

  /** Puts lines before the one with that index. A last line without a line break gets one first. */
  insert(index: number, lines: readonly string[]): void {
    if (index > 0 && this.ends[index - 1] === "") this.ends[index - 1] = this.newEnd;
    this.lines.splice(index, 0, ...lines);
    this.ends.splice(index, 0, ...lines.map(() => this.newEnd));
  }

  replace(index: number, line: string): void {
    this.lines[index] = line;
    this.ends[index] ||= this.newEnd;
  }

  remove(index: number, count: number): void {
    this.lines.splice(index, count);
    this.ends.splice(index, count);
  }

  text(): string {
    return this.lines.map((line, index) => `${line}${this.ends[index] ?? ""}`).join("");
  }
}

/** The first match of a pattern in each of some texts. A fault if that takes too long. */
export function firstMatches(
  argument: string,
  path: string,
  pattern: SearchPattern,
  texts: readonly string[],
): Outcome<readonly (PatternMatch | undefined)[]> {
  const found = pattern.search(texts, 1);
  if (!found) return bad(moduleFault("modules/slow-pattern", { name: argument, path }));
  return good(found.map(([match]) => match));
}
