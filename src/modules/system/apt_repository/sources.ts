import type { Texts } from "../../lib/small-files/small-files.ts";

export const FOLDER = "/etc/apt/sources.list.d";

/** One spelling per source: single blanks, no comment. */
export function normalSource(line: string): string {
  return line.replace(/#.*$/, "").trim().replace(/\s+/g, " ").replace(/\[ /, "[").replace(/ \]/, "]");
}

/** Whether a line of a list is this source. */
const isSource = (line: string, source: string) => normalSource(line) === source;

/** Whether a line is this source, but commented out. */
const isDisabled = (line: string, source: string) =>
  /^\s*#/.test(line) && normalSource(line.replace(/^[\s#]+/, "")) === source;

/** The list for a new source: named, as Ansible does, after the address. */
export function listFor(source: string, filename: string | undefined): string {
  if (filename !== undefined) return `${FOLDER}/${filename.replace(/\.list$/, "")}.list`;
  const [address = ""] = source
    .replace(/\[[^\]]+\]/, "")
    .replace(/\w+:\/\//, "")
    .split(" ")
    .filter((word) => word !== "" && !["deb", "deb-src"].includes(word));
  const name = address
    .replace(/^.*?@/, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "");
  return `${FOLDER}/${name.join("_")}.list`;
}

/** The new texts of the lists that have to change so that one has the source; null: the list is removed. */
export function withSource(source: string, list: string, texts: Texts): ReadonlyMap<string, string | null> {
  const enabled = [...texts.values()].some((text) => text.split("\n").some((line) => isSource(line, source)));
  if (enabled) return new Map();
  const disabled = [...texts].find(([, text]) => text.split("\n").some((line) => isDisabled(line, source)));
  if (disabled) {
    const [path, text] = disabled;
    return new Map([
      [
        path,
        text
          .split("\n")
          .map((line) => (isDisabled(line, source) ? source : line))
          .join("\n"),
      ],
    ]);
  }
  const old = texts.get(list) ?? "";
  return new Map([[list, `${old}${old === "" || old.endsWith("\n") ? "" : "\n"}${source}\n`]]);
}

/** The same so that none has it. A list in the folder without any other source is removed. */
export function withoutSource(source: string, texts: Texts): ReadonlyMap<string, string | null> {
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const lines = text.split("\n");
      const kept = lines.filter((line) => !isSource(line, source));
      if (kept.length === lines.length) return [];
      const isEmpty = path.startsWith(FOLDER) && kept.every((line) => normalSource(line) === "");
      return [[path, isEmpty ? null : kept.join("\n")] as const];
    }),
  );
}
