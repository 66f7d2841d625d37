import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { PatternMatch, SearchPattern } from "../../../module/pattern.ts";
import type { Edited } from "../../lib/text-edit/edit.ts";
import { firstMatches, linesOf, LineList, type Lines } from "../../lib/text-edit/lines.ts";

export interface LineArgs {
  readonly path: string;
  readonly state: "present" | "absent";
  readonly line?: string;
  readonly regexp?: SearchPattern;
  readonly search_string?: string;
  readonly insertafter?: SearchPattern | "EOF" | "BOF";
  readonly insertbefore?: SearchPattern | "BOF";
  readonly backrefs: boolean;
  readonly firstmatch: boolean;
  readonly create: boolean;
}

type Matches = readonly (PatternMatch | undefined)[];

/** The file with the line, or without lines. */
export function editLines(args: LineArgs, text: string | undefined): Outcome<Edited> {
  if (args.state === "absent") return text === undefined ? good(NO_FILE) : removeLines(args, text);
  if (text === undefined && !args.create) {
    return bad(moduleFault("modules/nothing-to-edit", { path: args.path, create: true }, { missing: true }));
  }
  return putLine(args, (args.line ?? "").replace(/\n$/, ""), text ?? "");
}

const NO_FILE: Edited = { text: undefined, msg: "", result: { found: 0 } };

function removeLines(args: LineArgs, text: string): Outcome<Edited> {
  const all = linesOf(text);
  const matches = matchesOf(args, all);
  if (!matches.ok) return matches;
  const isRemoved = (line: string, index: number) =>
    matches.value ? matches.value[index] !== undefined : line === args.line?.replace(/\n$/, "");
  const kept = all.lines.flatMap((line, index) => (isRemoved(line, index) ? [] : [`${line}${all.ends[index] ?? ""}`]));
  const found = all.lines.length - kept.length;
  return good({ text: kept.join(""), msg: found === 0 ? "" : `${found} line(s) removed`, result: { found } });
}

/** Where `regexp` or `search_string` match; undefined if neither is given. */
function matchesOf({ path, regexp, search_string: part }: LineArgs, { lines }: Lines): Outcome<Matches | undefined> {
  if (regexp) return firstMatches("regexp", path, regexp, lines);
  if (part === undefined) return good(undefined);
  const match: PatternMatch = { start: 0, end: 0, groups: [part], named: {} };
  return good(lines.map((line) => (line.includes(part) ? match : undefined)));
}

function putLine(args: LineArgs, line: string, text: string): Outcome<Edited> {
  const list = new LineList(linesOf(text));
  const matches = matchesOf(args, list);
  if (!matches.ok) return matches;
  const places = placesOf(args, list);
  if (!places.ok) return places;
  const index = pick(
    args,
    (matches.value ?? []).map((match) => match !== undefined),
  );
  const match = matches.value?.[index];
  if (match) {
    const written = args.backrefs ? expanded(args, match, line) : good(line);
    return written.ok ? good(replaced(list, index, written.value)) : written;
  }
  const same = list.lines.lastIndexOf(line);
  if (same >= 0) return good(replaced(list, same, line));
  return good(args.backrefs ? { text, msg: "" } : inserted(args, list, line, pick(args, places.value)));
}

/** The last of the places, or the first. */
function pick({ firstmatch }: LineArgs, places: readonly boolean[]): number {
  return firstmatch ? places.indexOf(true) : places.lastIndexOf(true);
}

/** Which lines `insertafter` or `insertbefore` match. */
function placesOf({ path, insertafter, insertbefore }: LineArgs, { lines }: LineList): Outcome<readonly boolean[]> {
  const pattern = insertafter ?? insertbefore;
  if (pattern === undefined || typeof pattern === "string") return good([]);
  const argument = insertafter ? "insertafter" : "insertbefore";
  const matches = firstMatches(argument, path, pattern, lines);
  return matches.ok ? good(matches.value.map((match) => match !== undefined)) : matches;
}

function expanded({ regexp, path }: LineArgs, match: PatternMatch, line: string): Outcome<string> {
  const text = regexp?.expand(match, line) ?? undefined;
  if (text !== undefined) return good(text);
  const problem = `names a group that \`regexp\` does not have, so ${path} cannot be edited`;
  return bad(
    moduleFault("modules/argument", { name: "line", problem, write: "Use the numbers or names of its groups: \\1." }),
  );
}

function replaced(list: LineList, index: number, line: string): Edited {
  const isSame = list.lines[index] === line && list.ends[index] !== "";
  if (!isSame) list.replace(index, line);
  return { text: list.text(), msg: isSame ? "" : "line replaced" };
}

function inserted({ insertafter, insertbefore }: LineArgs, list: LineList, line: string, place: number): Edited {
  const atBegin = insertafter === "BOF" || insertbefore === "BOF";
  const index = atBegin ? 0 : place < 0 ? list.lines.length : insertafter ? place + 1 : place;
  list.insert(index, [line]);
  return { text: list.text(), msg: "line added" };
}
