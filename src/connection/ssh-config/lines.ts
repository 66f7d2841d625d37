import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";

/** One line of ssh_config(5). */
export interface Directive {
  /** In lower case. */
  readonly keyword: string;
  /** As it is written, for messages. */
  readonly written: string;
  readonly words: readonly string[];
  readonly origin: Origin;
}

/** Their value is the rest of the line, with its quotes. */
const WHOLE_LINES = new Set(["proxycommand", "localcommand", "remotecommand", "knownhostscommand"]);

/** Parses the text of a file. A line that ssh rejects, too, is a fault. */
export function parseLines(text: string, file: string): Outcome<Directive[]> {
  const directives: Directive[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, blank = "", written = "", value = ""] =
      /^([\s\f]*)([^\s="#]+)[ \t]*=?[ \t]*(.*)$/.exec(line.trimEnd()) ?? [];
    if (written === "") continue;
    const origin = { file, line: index + 1, col: blank.length + 1 };
    const keyword = written.toLowerCase();
    const words = WHOLE_LINES.has(keyword) ? [value] : wordsOf(value);
    const problem =
      words === undefined ? "a quote is not closed" : (words[0] ?? "") === "" ? "a value is missing" : undefined;
    if (words === undefined || problem !== undefined) {
      return bad(
        connectionFault("connection/ssh-config-syntax", { option: written, problem: problem ?? "" }, { origin }),
      );
    }
    directives.push({ keyword, written: `${written} ${value}`.trim(), words, origin });
  }
  return good(directives);
}

/** Splits at blanks, outside of quotes. A word that begins with `#` begins a comment. Undefined if a quote is not closed. */
function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  let rest = text.trim();
  while (rest !== "" && !rest.startsWith("#")) {
    const word = /^(?:\\["'\\ ]|"(?:\\["\\]|[^"])*"|'(?:\\['\\]|[^'])*'|[^\s"'])+/.exec(rest)?.[0];
    if (word === undefined || /^["']/.test(rest.slice(word.length))) return undefined;
    words.push(unquoted(word));
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(
    /\\(["'\\ ])|"((?:\\["\\]|[^"])*)"|'((?:\\['\\]|[^'])*)'/g,
    (_, plain?: string, double?: string, single?: string) => {
      if (plain !== undefined) return plain;
      return double === undefined ? (single ?? "").replace(/\\(['\\])/g, "$1") : double.replace(/\\(["\\])/g, "$1");
    },
  );
}
