import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Edited } from "../../lib/text-edit/edit.ts";
import { linesOf, LineList } from "../../lib/text-edit/lines.ts";

export interface IniArgs {
  readonly path: string;
  readonly state: "present" | "absent";
  readonly section?: string;
  readonly option?: string;
  readonly value?: string | number;
  readonly values?: readonly string[];
  readonly exclusive: boolean;
  readonly no_extra_spaces: boolean;
  readonly allow_no_value: boolean;
  readonly modify_inactive_option: boolean;
  readonly create: boolean;
}

/** The file with the option, or without it. Comments, blank lines and the order of lines stay. */
export function editIni(args: IniArgs, text: string | undefined): Outcome<Edited> {
  const fault = misuse(args);
  if (fault !== undefined) return bad(moduleFault("modules/argument", fault));
  if (text === undefined && args.state === "absent") return good({ text: undefined, msg: "" });
  if (text === undefined && !args.create)
    return bad(moduleFault("modules/nothing-to-edit", { path: args.path, create: true }, { missing: true }));
  const list = new LineList(linesOf(text ?? ""));
  const msg = args.state === "present" ? put(args, list) : drop(args, list);
  return good({ text: list.text(), msg });
}

function misuse({ state, section, option, value, values, allow_no_value }: IniArgs) {
  const given = values ?? (value === undefined ? [] : [String(value)]);
  if (given.some((one) => one.includes("\n")))
    return { name: values ? "values" : "value", problem: "has a line break", write: "Write a value of one line." };
  if (option === undefined && section === undefined)
    return { name: "option", problem: "is missing", write: "Give an `option`, a `section`, or both." };
  if (option === undefined && given.length > 0)
    return { name: "value", problem: "has no option", write: "Give the `option` that has the value." };
  if (state === "present" && option !== undefined && given.length === 0 && !allow_no_value)
    return { name: "value", problem: "is missing", write: "Give it, or set `allow_no_value: true`." };
  return undefined;
}

/** The lines of a section: from `start`, after its heading, up to `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Without a section: the lines before the first heading. */
function sectionOf({ section }: IniArgs, { lines }: LineList): Range | undefined {
  const heading = (line: string) => /^\s*\[(.*?)\]\s*(?:[#;].*)?$/.exec(line)?.[1];
  const at = section === undefined ? -1 : lines.findIndex((line) => heading(line) === section);
  if (section !== undefined && at < 0) return undefined;
  const next = lines.findIndex((line, index) => index > at && heading(line) !== undefined);
  return { start: at + 1, end: next < 0 ? lines.length : next };
}

/** An option in a line: whether it is active, not a comment, and its value, if it has one. */
interface Found {
  readonly index: number;
  readonly isActive: boolean;
  readonly value: string | undefined;
}

function optionsIn({ option = "" }: IniArgs, { lines }: LineList, { start, end }: Range): readonly Found[] {
  return lines.slice(start, end).flatMap((line, offset) => {
    const [, mark, body = ""] = /^[ \t]*([#;]?)[ \t]*(.*)$/.exec(line) ?? [];
    if (!body.startsWith(option)) return [];
    const rest = body.slice(option.length).trim();
    if (rest !== "" && !rest.startsWith("=")) return [];
    return [{ index: start + offset, isActive: mark === "", value: rest === "" ? undefined : rest.slice(1).trim() }];
  });
}

function put(args: IniArgs, list: LineList): string {
  const { section, option, value, values } = args;
  const wanted = values ?? [value === undefined ? undefined : String(value)];
  const found = sectionOf(args, list);
  if (!found) {
    const lines = option === undefined ? [] : wanted.map((one) => lineOf(args, one));
    list.insert(list.lines.length, [`[${section ?? ""}]`, ...lines]);
    return "section and option added";
  }
  return option === undefined ? "" : putOption(args, list, found, wanted);
}

const lineOf = ({ option = "", no_extra_spaces }: IniArgs, value: string | undefined) =>
  value === undefined ? option : `${option}${no_extra_spaces ? "=" : " = "}${value}`;

function putOption(args: IniArgs, list: LineList, range: Range, wanted: readonly (string | undefined)[]): string {
  const found = optionsIn(args, list, range);
  const kept = new Map<number, string | undefined>();
  const missing = wanted.filter((value) => {
    const same = found.find((one) => one.isActive && one.value === value?.trim() && !kept.has(one.index));
    if (same) kept.set(same.index, value);
    return same === undefined;
  });
  const free = found.filter(({ index, isActive }) => {
    const usable = isActive ? args.exclusive : args.modify_inactive_option;
    return usable && !kept.has(index);
  });
  const active = [...free.filter((one) => one.isActive), ...free.filter((one) => !one.isActive)];
  for (const { index } of active) if (missing.length > 0) kept.set(index, missing.shift());
  const changed = [...kept].filter(([index, value]) => list.lines[index] !== lineOf(args, value));
  for (const [index, value] of changed) list.replace(index, lineOf(args, value));
  const extra = args.exclusive ? found.filter(({ index, isActive }) => isActive && !kept.has(index)) : [];
  list.insert(
    lastLine(list, range),
    missing.map((value) => lineOf(args, value)),
  );
  for (const { index } of extra.toReversed()) list.remove(index, 1);
  if (missing.length > 0) return "option added";
  return changed.length + extra.length > 0 ? "option changed" : "";
}

/** After the last line of the section that is neither blank nor a comment. */
function lastLine({ lines }: LineList, { start, end }: Range): number {
  const from = lines.slice(start, end).findLastIndex((line) => !/^[ \t]*([#;].*)?$/.test(line));
  return start + from + 1;
}

function drop(args: IniArgs, list: LineList): string {
  const range = sectionOf(args, list);
  if (!range) return "";
  if (args.option === undefined) {
    list.remove(range.start - 1, range.end - range.start + 1);
    return "section removed";
  }
  const values = args.values ?? (args.value === undefined ? undefined : [String(args.value)]);
  const gone = optionsIn(args, list, range).filter(
    ({ isActive, value }) => isActive && (args.exclusive || !values || values.includes(value ?? "")),
  );
  for (const { index } of gone.toReversed()) list.remove(index, 1);
  return gone.length === 0 ? "" : "option removed";
}
