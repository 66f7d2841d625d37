const STRING_OR_COMMENT =
  /"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\r\n]|\\[^])*"|'(?:[^'\\\r\n]|\\[^])*'|["']|\/\//g;

/** Where a comment of CEL (`// …`) begins; undefined if there is none before a string that is not closed. */
export function commentIn(text: string): number | undefined {
  for (const { 0: found, index } of text.matchAll(STRING_OR_COMMENT)) {
    if (found === '"' || found === "'") return undefined;
    if (found === "//") return index;
  }
  return undefined;
}
