/** One spelling per locale: `locale -a` prints de_DE.utf8 for de_DE.UTF-8. */
export function normalName(name: string): string {
  return name.replace(/\.([^@]*)/, (_, set: string) => `.${set.toLowerCase().replaceAll("-", "")}`);
}

/** The locale, its character set and whether a line is commented out. */
function entry(line: string): { readonly name: string; readonly charmap: string; readonly isOff: boolean } | undefined {
  const found = /^\s*(#?)\s*([A-Za-z]\S*)\s+([A-Za-z0-9-]+)\s*$/.exec(line);
  return found ? { isOff: found[1] === "#", name: found[2] ?? "", charmap: found[3] ?? "" } : undefined;
}

const isFor = (line: string, name: string) => {
  const found = entry(line)?.name;
  return found !== undefined && normalName(found) === normalName(name);
};

/** The character set that the lists name for a locale; undefined if there is no such locale. */
export function charmapOf(name: string, ...lists: readonly (string | undefined)[]): string | undefined {
  const line = lists.flatMap((list = "") => list.split("\n")).find((each) => isFor(each, name));
  return line === undefined ? undefined : entry(line)?.charmap;
}

/** The text with the locale enabled: where it is commented out, or at the end. */
export function withLocale(name: string, charmap: string, text: string): string {
  const lines = text.split("\n");
  const own = lines.filter((line) => isFor(line, name));
  if (own.some((line) => entry(line)?.isOff === false)) return text;
  const line = `${name} ${charmap}`;
  const [first] = own;
  if (first === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
  const index = lines.indexOf(first);
  return lines.map((each, at) => (at === index ? line : each)).join("\n");
}

/** The text with the locale commented out. */
export function withoutLocale(name: string, text: string): string {
  return text
    .split("\n")
    .map((line) => (isFor(line, name) && entry(line)?.isOff === false ? `# ${line.trim()}` : line))
    .join("\n");
}
