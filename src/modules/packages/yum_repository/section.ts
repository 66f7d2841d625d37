import { linesOf, LineList } from "../../lib/text-edit/lines.ts";
import { OPTIONS, type Args } from "./args.ts";

/** The options of the repository as they are written, in the order of their names, as Ansible writes them. */
export function optionsOf(args: Args): ReadonlyMap<string, string> {
  const given = Object.entries(args).filter(([key]) => Object.hasOwn(OPTIONS, key));
  const all = [
    ...given.map(([key, value]) => [key, textOf(key, value)] as const),
    ["name", args.description ?? ""] as const,
  ];
  return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The lists whose items stand on lines of their own. */
const LINES = ["baseurl", "gpgkey"];

function textOf(key: string, value: Args[keyof Args]): string {
  if (typeof value === "object") return value.join(LINES.includes(key) ? "\n" : " ");
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

/** The section of a repository: from its heading, `start`, up to the next one. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const headingOf = (line: string) => /^\[([^\]]+)\]/.exec(line)?.[1];

function rangeOf(id: string, { lines }: LineList): Range | undefined {
  const start = lines.findIndex((line) => headingOf(line) === id);
  if (start < 0) return undefined;
  const next = lines.findIndex((line, index) => index > start && headingOf(line) !== undefined);
  return { start, end: next < 0 ? lines.length : next };
}

/** The options in some lines. An indented line continues the one before. */
function parseOptions(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let last: string | undefined;
  for (const line of lines.filter((each) => !/^\s*([#;].*)?$/.test(each))) {
    const [, key, value = ""] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined && last !== undefined) found.set(last, `${found.get(last) ?? ""}\n${line.trim()}`.trim());
    if (key === undefined) continue;
    last = key.toLowerCase();
    found.set(last, value);
  }
  return found;
}

/** Whether both have the same options, in whatever order. */
function same(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

/** The text with the repository as described. A section that says the same stays as it is written. */
export function withRepository(id: string, options: ReadonlyMap<string, string>, text: string): string {
  const list = new LineList(linesOf(text));
  const range = rangeOf(id, list);
  if (range && same(parseOptions(list.lines.slice(range.start + 1, range.end)), options)) return text;
  const lines = [`[${id}]`, ...[...options].map(([key, value]) => `${key} = ${value.replaceAll("\n", "\n\t")}`), ""];
  if (range) list.remove(range.start, range.end - range.start);
  const isApart = list.lines.length === 0 || list.lines.at(-1) === "";
  if (range) list.insert(range.start, lines);
  else list.insert(list.lines.length, isApart ? lines : ["", ...lines]);
  return list.text();
}

/** The text without the repository. */
export function withoutRepository(id: string, text: string): string {
  const list = new LineList(linesOf(text));
  const range = rangeOf(id, list);
  if (range) list.remove(range.start, range.end - range.start);
  return list.text();
}
