/** An entry of /etc/fstab. */
export interface Entry {
  readonly src: string;
  readonly path: string;
  readonly fstype: string;
  readonly opts: string;
  readonly dump: string;
  readonly passno: string;
}

/** Blanks and backslashes are octal in the file. */
const escaped = (field: string) =>
  field.replace(/[ \t\n\\]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`);
const plain = (field: string) =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** The entry of a line; undefined if it has none. */
function entryOf(line: string): Entry | undefined {
  if (/^\s*(#|$)/.test(line)) return undefined;
  const [src = "", path, fstype = "", opts = "defaults", dump = "0", passno = "0"] = line
    .trim()
    .split(/\s+/)
    .map(plain);
  return path === undefined ? undefined : { src, path, fstype, opts, dump, passno };
}

/** Swap areas have no folder, so their sources tell them apart. */
function isSame(one: Pick<Entry, "path" | "src">, other: Entry): boolean {
  return ["none", "swap"].includes(one.path)
    ? one.path === other.path && one.src === other.src
    : one.path === other.path;
}

function lineOf({ src, path, fstype, opts, dump, passno }: Entry): string {
  return [src, path, fstype, opts, dump, passno].map(escaped).join(" ");
}

/** The text with the entry once: in the place of the first one for its folder, or at the end. The same text if it is so. */
export function withEntry(entry: Entry, text: string): string {
  const lines = text.split("\n");
  const own = lines.filter((line) => isOwn(entry, line));
  const [first] = own;
  if (own.length === 1 && first !== undefined && isEqual(entry, entryOf(first))) return text;
  if (first === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${lineOf(entry)}\n`;
  const at = lines.indexOf(first);
  return lines.flatMap((line, index) => (index === at ? [lineOf(entry)] : isOwn(entry, line) ? [] : [line])).join("\n");
}

/** The text without the entry. */
export function withoutEntry(entry: Pick<Entry, "path" | "src">, text: string): string {
  return text
    .split("\n")
    .filter((line) => !isOwn(entry, line))
    .join("\n");
}

function isOwn(entry: Pick<Entry, "path" | "src">, line: string): boolean {
  const found = entryOf(line);
  return found !== undefined && isSame(entry, found);
}

function isEqual(one: Entry, other: Entry | undefined): boolean {
  return other !== undefined && lineOf(one) === lineOf(other);
}
