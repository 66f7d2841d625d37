/** A line of authorized_keys. */
interface KeyLine {
  /** What makes the key: its text without options and comment. */
  readonly blob: string;
  readonly line: string;
}

const TYPE = /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9@.-]+)$/;

/** How a key is to be written instead of as it is given. */
interface Rewriting {
  readonly key_options?: string;
  readonly comment?: string;
}

/** The key of a line; undefined for comments and what is no key. Blanks within quotes belong to an option. */
export function keyOf(line: string, { key_options, comment }: Rewriting = {}): KeyLine | undefined {
  if (/^\s*(#|$)/.test(line)) return undefined;
  const words = line.trim().match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];
  const at = words.findIndex((word) => TYPE.test(word));
  const blob = words[at + 1];
  if (at < 0 || blob === undefined) return undefined;
  const options = key_options ?? words.slice(0, at).join(" ");
  const rest = comment ?? words.slice(at + 2).join(" ");
  return { blob, line: [options, words[at] ?? "", blob, rest].filter((part) => part !== "").join(" ") };
}

/** The keys of a text, one a line; undefined if a line is neither a key nor a comment. */
export function keysOf(text: string, how: Rewriting = {}): readonly KeyLine[] | undefined {
  const lines = text.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  const keys = lines.flatMap((line) => keyOf(line, how) ?? []);
  return keys.length === lines.length && keys.length > 0 ? keys : undefined;
}

/** The text of the file with the keys, or without them; the same text if it is so. */
export function withKeys(
  keys: readonly KeyLine[],
  { state, exclusive }: { readonly state: "present" | "absent"; readonly exclusive: boolean },
  text: string,
): string {
  const lines = text.split("\n").slice(0, text.endsWith("\n") || text === "" ? -1 : undefined);
  const blobs = new Map(keys.map(({ blob, line }) => [blob, line]));
  const kept = lines.flatMap((line) => {
    const key = keyOf(line);
    if (key && blobs.has(key.blob)) {
      if (state === "absent") return [];
      const own = blobs.get(key.blob) ?? "";
      return [key.line === own ? line : own];
    }
    return exclusive && state === "present" ? [] : [line];
  });
  const present = new Set(kept.map((line) => keyOf(line)?.blob));
  const added = state === "absent" ? [] : keys.filter(({ blob }) => !present.has(blob)).map(({ line }) => line);
  const after = [...kept, ...new Set(added)].map((line) => `${line}\n`).join("");
  return lines.join("\n") === after.replace(/\n$/, "") ? text : after;
}
