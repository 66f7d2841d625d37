/** A word of a line. */
export interface Word {
  readonly text: string;
  /** The column of each character, and of what follows the word; from 1. */
  readonly columns: readonly number[];
}

/** The words of a line, or what is wrong with it and where. */
export type Words =
  | { readonly ok: true; readonly words: readonly Word[]; readonly cut: number | undefined }
  | { readonly ok: false; readonly problem: string; readonly col: number };

/**
 * Splits a line into words as Python's `shlex.split(line, comments=True)` does: quotes and backslashes are removed, and `#` begins a
 * comment even in a word. `cut` is the column of a `#` that ends a word.
 */
export function splitWords(line: string): Words {
  const words: Word[] = [];
  let cut: number | undefined;
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at] ?? "")) at++;
    else if (line[at] === "#") break;
    else {
      const found = readWord(line, at);
      if (!("end" in found)) return { ok: false, ...found };
      words.push(found.word);
      at = found.end;
      if (line[at] === "#") cut = at + 1;
    }
  }
  return { ok: true, words, cut };
}

type Found = { readonly word: Word; readonly end: number } | { readonly problem: string; readonly col: number };

function readWord(line: string, start: number): Found {
  let text = "";
  const columns: number[] = [];
  const add = (character: string, at: number) => {
    text += character;
    columns.push(at + 1);
  };
  let at = start;
  for (; at < line.length && !/[\s#]/.test(line[at] ?? ""); at++) {
    const character = line[at] ?? "";
    if (character === "'" || character === '"') {
      const end = readQuoted(line, at, add);
      if (end === undefined) return { problem: `the quote ${character} is not closed`, col: at + 1 };
      at = end;
    } else if (character === "\\") {
      if (++at >= line.length) return { problem: "nothing follows the backslash", col: at };
      add(line[at] ?? "", at);
    } else add(character, at);
  }
  return { word: { text, columns: [...columns, at + 1] }, end: at };
}

/** Adds what is in quotes; returns the position of the closing quote. In double quotes, a backslash escapes only a quote or a backslash. */
function readQuoted(line: string, start: number, add: (character: string, at: number) => void): number | undefined {
  const quote = line[start] ?? "";
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at;
    const escapes = quote === '"' && line[at] === "\\" && /["\\]/.test(line[at + 1] ?? "");
    if (escapes) at++;
    add(line[at] ?? "", at);
  }
  return undefined;
}
