const STRING_OR_COMMENT =
  /"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\r\n]|\\[^])*"|'(?:[^'\\\r\n]|\\[^])*'|["']|\/\//g;

/** Where a comment of CEL (`// …`) begins; undefined without a comment, or if an unclosed string comes first. */
export function commentIn(text: string): number | undefined {
  for (const { 0: found, index } of text.matchAll(STRING_OR_COMMENT)) {
    if (found === '"' || found === "'") return undefined;
    if (found === "//") return index;
  }
  return undefined;
}
