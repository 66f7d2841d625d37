import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { parseMode } from "../../lib/path/args.ts";
import { toValue, withPredicted, type PathState } from "../../lib/path/state.ts";
import type { Args } from "./args.ts";
import { keyComment, keyUrl, type Key } from "./key.ts";
import { keyFile, sourcesFile, stanza } from "./stanza.ts";

export interface State {
  /** The file that describes the repository. */
  readonly file: PathState;
  /** The digest of each key that is stored, by path. */
  readonly stored: ReadonlyMap<string, string>;
  /** The key that `signed_by` has answered. */
  readonly key: Key | undefined;
  readonly isRoot: boolean;
}

/** The file's desired text. */
export function newText(args: Args, key: Key | undefined): string {
  const url = keyUrl(args);
  const comment = key && url !== undefined ? `${keyComment(key.sha256, url)}\n` : "";
  return `${comment}${stanza(args, key?.path ?? args.signed_by)}`;
}

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const isAbsent = args.state === "absent";
  const dest = sourcesFile(args);
  const key_filename = state.key?.path ?? null;
  const result = { dest, key_filename, repo: isAbsent ? null : newText(args, state.key) };
  const wrong = isAbsent ? undefined : withoutComponents(args);
  if (wrong) return { changes: [], result, fault: wrong };
  const file = withPredicted(state.file, predicted, dest);
  const unknown = [textKnown(file, dest), ...storedKeys(args, state, predicted)].find(
    (each) => each instanceof Unknown,
  );
  if (file instanceof Unknown || unknown) return { changes: [], result, unpredictable: unknown?.reason ?? "" };
  const keys = isAbsent
    ? keyFiles(args).flatMap((path) => removal(path, state, predicted))
    : keyChange(state, predicted);
  const changes = [...keys, ...fileChange(args, file, result.repo)];
  if (changes.length > 0 && !state.isRoot)
    return { changes: [], result, fault: systemFault("modules/not-root", { what: "change apt's sources" }) };
  return { changes, result };
}

/** The file's state, if its text is known. */
function textKnown(file: PathState | Unknown, path: string): PathState | Unknown {
  const isKnown =
    typeof file === "string" || file instanceof Unknown || file.kind !== "file" || file.text !== undefined;
  return isKnown ? file : new Unknown(`the content of ${path} is not known`);
}

/** The states of the keys that the task manages. */
function storedKeys(args: Args, state: State, predicted: Predicted): readonly (PathState | Unknown)[] {
  const paths = state.key ? [state.key.path] : args.state === "absent" ? keyFiles(args) : [];
  return paths.map((path) => keyNow(path, state, predicted));
}

const keyFiles = (args: Args) => [keyFile(args, "asc"), keyFile(args, "gpg")];

function withoutComponents({ suites = [], components = [] }: Args): Fault | undefined {
  const suite = suites.find((each) => !each.endsWith("/"));
  return suite === undefined || components.length > 0 ? undefined : systemFault("modules/no-components", { suite });
}

function fileChange(args: Args, now: PathState, text: string | null): readonly Change[] {
  const resource = { kind: "path", name: sourcesFile(args) } as const;
  if (text === null)
    return now === "absent"
      ? []
      : [{ resource, summary: `remove ${resource.name}`, before: toValue(now), after: null }];
  const mode = parseMode(args.mode);
  if (typeof now === "object" && now.kind === "file" && now.text === text && now.mode === mode) return [];
  const trust = args.trusted === true ? ", whose packages need no signature" : "";
  const summary = `describe a source in ${resource.name}${trust}`;
  return [{ resource, summary, before: toValue(now), after: toValue({ kind: "file", mode, text }) }];
}

function keyNow(path: string, { stored }: State, predicted: Predicted): PathState | Unknown {
  const sha256 = stored.get(path);
  return withPredicted(sha256 === undefined ? "absent" : { kind: "file", sha256 }, predicted, path);
}

function keyChange(state: State, predicted: Predicted): readonly Change[] {
  if (!state.key) return [];
  const { path, sha256, size } = state.key;
  const now = keyNow(path, state, predicted);
  if (typeof now === "object" && "sha256" in now && now.sha256 === sha256) return [];
  const after = toValue({ kind: "file", mode: 0o644, size, sha256 });
  const before = now instanceof Unknown ? null : toValue(now);
  return [{ resource: { kind: "path", name: path }, summary: `store the key ${path}`, before, after }];
}

function removal(path: string, state: State, predicted: Predicted): readonly Change[] {
  const now = keyNow(path, state, predicted);
  if (now === "absent" || now instanceof Unknown) return [];
  return [{ resource: { kind: "path", name: path }, summary: `remove ${path}`, before: toValue(now), after: null }];
}
