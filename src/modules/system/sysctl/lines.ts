/** A value as the kernel shows it: single blanks, and numbers for true and false. */
export function normalValue(value: string | number | boolean | undefined): string {
  const text = typeof value === "string" ? value.trim().replace(/\s+/g, " ") : value === undefined ? "" : String(value);
  if (/^(true|yes)$/i.test(text)) return "1";
  return /^(false|no)$/i.test(text) ? "0" : text;
}

/** The parameter that a line sets, and its value. A hyphen before the name ignores errors. */
function setting(line: string): readonly [string, string] | undefined {
  const found = /^\s*-?\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
  return found ? [found[1] ?? "", normalValue(found[2])] : undefined;
}

/** The text with the parameter set once, in its first place or at the end; undefined if it is so. */
export function linesWith(name: string, value: string, text: string): string | undefined {
  const lines = text.split("\n");
  const own = lines.filter((line) => setting(line)?.[0] === name);
  if (own.length === 1 && setting(own[0] ?? "")?.[1] === value) return undefined;
  const line = `${name}=${value}`;
  if (own.length === 0) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
  const first = lines.indexOf(own[0] ?? "");
  return lines.flatMap((each, index) => (index === first ? [line] : own.includes(each) ? [] : [each])).join("\n");
}

/** The text without the parameter; undefined if it is so. */
export function linesWithout(name: string, text: string): string | undefined {
  const lines = text.split("\n");
  const kept = lines.filter((line) => setting(line)?.[0] !== name);
  return kept.length === lines.length ? undefined : kept.join("\n");
}
