import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { SearchPattern } from "../../../module/pattern.ts";
import type { Edited } from "../../lib/text-edit/edit.ts";
import { firstMatches, linesOf, LineList } from "../../lib/text-edit/lines.ts";

export interface BlockArgs {
  readonly path: string;
  readonly state: "present" | "absent";
  readonly block: string;
  readonly marker: string;
  readonly marker_begin: string;
  readonly marker_end: string;
  readonly insertafter?: SearchPattern | "EOF" | "BOF";
  readonly insertbefore?: SearchPattern | "BOF";
  readonly append_newline: boolean;
  readonly prepend_newline: boolean;
  readonly create: boolean;
}

/** The file with the block between its markers, or without both. */
export function editBlock(args: BlockArgs, text: string | undefined): Outcome<Edited> {
  const block = args.state === "present" ? args.block.replace(/\r?\n$/, "") : "";
  if (text === undefined && args.state === "absent") return good({ text: undefined, msg: "" });
  if (text === undefined && !args.create) {
    return bad(moduleFault("modules/nothing-to-edit", { path: args.path, create: true }, { missing: true }));
  }
  const list = new LineList(linesOf(text ?? ""));
  const index = takeOut(args, list) ?? placeOf(args, list);
  if (typeof index !== "number") return index;
  if (block !== "") putIn(args, list, index, block.split(/\r?\n/));
  const edited = list.text();
  if (edited === text) return good({ text: edited, msg: "" });
  const done = text === undefined ? "File created" : block === "" ? "Block removed" : "Block inserted";
  return good({ text: edited, msg: done });
}

const markersOf = ({ marker, marker_begin, marker_end }: BlockArgs) => ({
  begin: marker.replaceAll("{mark}", () => marker_begin),
  end: marker.replaceAll("{mark}", () => marker_end),
});

/** Removes the block. Returns where it was; undefined if the file does not have both markers. */
function takeOut(args: BlockArgs, list: LineList): number | undefined {
  const { begin, end } = markersOf(args);
  const ends = [list.lines.lastIndexOf(begin), list.lines.lastIndexOf(end)];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  if (first < 0 || begin === end) return undefined;
  list.remove(first, last - first + 1);
  return first;
}

/** Before which line a new block is inserted. */
function placeOf(args: BlockArgs, { lines }: LineList): number | Outcome<never> {
  const { path, insertafter, insertbefore } = args;
  const pattern = insertafter ?? insertbefore;
  if (pattern === "BOF") return 0;
  if (pattern === undefined || typeof pattern === "string") return lines.length;
  const matches = firstMatches(insertafter ? "insertafter" : "insertbefore", path, pattern, lines);
  if (!matches.ok) return matches;
  const found = matches.value.findLastIndex((match) => match !== undefined);
  return found < 0 ? lines.length : insertafter ? found + 1 : found;
}

function putIn(args: BlockArgs, list: LineList, index: number, block: readonly string[]): void {
  const { begin, end } = markersOf(args);
  const next = list.lines[index];
  const before = args.prepend_newline && index > 0 && list.lines[index - 1] !== "" ? [""] : [];
  const after = args.append_newline && next !== undefined && next !== "" ? [""] : [];
  list.insert(index, [...before, begin, ...block, end, ...after]);
}
