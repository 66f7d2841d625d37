/**
 * Splits a command line into words by the quoting rules of sh, without variables, globs and operators. Returns undefined if a quote
 * is not closed.
 */
export function splitWords(line: string): readonly string[] | undefined {
  return rawWords(line)?.map(unquote);
}

/** The first word. A line that cannot be split is one word. */
export function firstWord(line: string): string {
  return splitWords(line)?.[0] ?? line;
}

/** The first unquoted word that only a shell would interpret: a pipe, a list or a redirection. */
export function shellOperator(line: string): string | undefined {
  return rawWords(line)?.find((word) => /^(?:\|\|?|&&?|(?:\d*|&)(?:>>?|<)(?:&?\d)?|2>\S+)$/.test(word));
}

/** The words with their quotes. */
function rawWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const word = WORD.exec(rest)?.[0] ?? "";
    const next = rest.slice(word.length);
    if (word === "" || /^\S/.test(next)) return undefined;
    words.push(word);
    rest = next.trimStart();
  }
  return words;
}

const PIECE = /'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\]/;
const WORD = new RegExp(`^(?:${PIECE.source})+`);

function unquote(word: string): string {
  return [...word.matchAll(new RegExp(PIECE, "g"))].map(([piece]) => unquotePiece(piece)).join("");
}

function unquotePiece(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.startsWith('"'))
    return piece
      .slice(1, -1)
      .replace(/\\\n/g, "")
      .replace(/\\(["\\$`])/g, "$1");
  if (piece === "\\\n") return "";
  return piece.startsWith("\\") ? piece.slice(1) : piece;
}
