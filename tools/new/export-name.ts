/** Words that no `const` of an ES module may be named. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally " +
    "for function if implements import in instanceof interface let new null package private protected public return static super " +
    "switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** The identifier of a module in these texts: its name, with an underscore if that is reserved or the texts use the word otherwise. */
export function exportNameOf(name: string, texts: readonly string[]): string {
  const used = texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  return RESERVED.has(name) || used ? `${name}_` : name;
}
