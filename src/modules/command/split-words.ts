/**
 * Splits a command line into words by the quoting rules of sh, without variables, globs and operators. Returns undefined if a quote
 * is not closed.
 */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const word = WORD.exec(rest)?.[0] ?? "";
    const next = rest.slice(word.length);
    if (word === "" || /^\S/.test(next)) return undefined;
    words.push(unquote(word));
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
