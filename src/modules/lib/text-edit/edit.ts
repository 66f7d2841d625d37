import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Apply, Decision, Predicted, Probe } from "../../../module/contract.ts";
import { applyFile } from "../content-file/apply.ts";
import { decideFile, writtenPath } from "../content-file/decide.ts";
import { parseFile, probeScript, type DesiredFile, type FileState } from "../content-file/probe.ts";
import { normalPath } from "../path/args.ts";
import type { Ownership } from "../path/ownership.ts";
import { withPredicted, type PathState, type Present } from "../path/state.ts";
import type { Walk } from "../path/walk.ts";
import { fields, tail } from "../script-output.ts";
import { textContent } from "../text-content.ts";

/** The largest file that can be edited, in bytes: its text travels in one answer. */
const LARGEST = 1_048_576;

/** The arguments of a module that edits a text file. */
interface EditArgs extends Ownership, Walk {
  readonly path: string;
  readonly backup: boolean;
  readonly validate?: string;
  readonly unsafe_writes: boolean;
}

/** What a module makes of a file: its text, or undefined if there is to be no file. */
export interface Edited {
  readonly text: string | undefined;
  /** What was done, in a few words; empty for nothing. */
  readonly msg: string;
  readonly result?: ValueMap;
}

/** Makes the new text of a file from the old one, which is undefined if the file does not exist. A pure function. */
export type Edit = (text: string | undefined) => Outcome<Edited>;

const desiredBy = ({ path, ...args }: EditArgs): DesiredFile => ({ ...args, dest: path, follow: true, force: true });

/** Reads the whole text. */
export function probeEdit(args: EditArgs): Probe<FileState> {
  const desired = desiredBy(args);
  // No file has this size, so there is no digest, and the text comes with the answer.
  const script = probeScript(desired, { size: -1, sha256: "none", limit: LARGEST + 1 });
  return { script, parse: (answer) => parse(desired, answer) };
}

function parse(desired: DesiredFile, answer: Answer): Outcome<FileState> {
  const found = parseFile(desired, answer);
  if (!found.ok || typeof found.value.path === "string" || found.value.path.kind !== "file") return found;
  const { size = 0, text = size === 0 ? "" : undefined } = found.value.path;
  if (text !== undefined) {
    const { sha256 } = textContent(text, desired.dest);
    return good({ ...found.value, path: { ...found.value.path, text, sha256 } });
  }
  if (size > LARGEST) return bad(moduleFault("modules/text-too-large", { path: desired.dest, size }));
  if (fields(answer.stdout).rest !== "") return bad(moduleFault("modules/not-text", { path: desired.dest }));
  return bad(moduleFault("modules/unreadable", { path: desired.dest }, { details: tail(answer.stderr) }));
}

export function decideEdit(args: EditArgs, state: FileState, predicted: Predicted, edit: Edit): Decision {
  const desired = desiredBy(args);
  const path = normalPath(args.path);
  const found = withPredicted(state.path, predicted, writtenPath(path, state, predicted));
  if (state.obstacle || isOther(found)) return decideFile(desired, content(""), state, predicted);
  const text = textOf(path, found);
  if (text instanceof Unknown) return { changes: [], result: { path }, unpredictable: text.reason };
  const edited = edit(text);
  if (!edited.ok) return { changes: [], result: { path }, fault: edited.faults[0] };
  const { msg, result: more } = edited.value;
  if (edited.value.text === undefined) return { changes: [], result: { path, msg, ...more } };
  const { changes, result: file, ...decision } = decideFile(desired, content(edited.value.text), state, predicted);
  const attributes = Object.fromEntries(Object.entries(file).filter(([name]) => name !== "dest"));
  return {
    ...decision,
    changes: changes.map((change) =>
      msg === "" ? change : { ...change, summary: `edit ${change.resource.name}: ${msg}` },
    ),
    result: { path, msg, ...more, ...attributes },
  };
}

const content = (text: string) => textContent(text, "edited");

/** Whether something is there that is no file. */
const isOther = (found: PathState | Unknown) => isPresent(found) && found.kind !== "file";

const isPresent = (found: PathState | Unknown): found is Present =>
  typeof found === "object" && !(found instanceof Unknown);

/** The text of a file, undefined if it does not exist. */
function textOf(path: string, found: PathState | Unknown): string | undefined | Unknown {
  if (!isPresent(found)) return found instanceof Unknown ? found : undefined;
  return found.text ?? new Unknown(`the content of ${path} is not known`);
}

export function applyEdit(args: EditArgs, state: FileState, edit: Edit): Apply {
  const path = typeof state.path === "object" ? state.path : undefined;
  const edited = edit(path?.text);
  const text = edited.ok ? edited.value.text : undefined;
  return applyFile({ ...desiredBy(args), replaces: path?.sha256 ?? "absent" }, content(text ?? ""), state);
}
