import type { Resource } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Content } from "../../../module/content.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../path/args.ts";
import { withPredicted } from "../path/state.ts";
import { predictedFolderFault } from "./folder.ts";
import type { CommandState, Conditions } from "./probe.ts";

/** What the author says that a command may change. */
interface Touched {
  readonly paths?: readonly string[];
  readonly units?: readonly string[];
  readonly packages?: readonly string[];
}

/** What `command` and `shell` run: the program and its arguments, and the same as a human-readable string. */
export interface Command extends Conditions {
  readonly changes?: Touched;
  readonly argv: readonly string[];
  readonly shown: string;
  /** A program that is sent along and gets `argv` as its arguments; the interpreter's words come before its path. */
  readonly program?: { readonly content: Content; readonly interpreter: readonly string[] };
}

export function decideCommand(command: Command, state: CommandState, predicted: Predicted): Decision {
  const reason = skipReason(command, state, predicted);
  const touches = command.changes && { touches: resourcesOf(command.changes) };
  if (reason instanceof Unknown)
    return { changes: [], result: unknownResult(command), unpredictable: reason.reason, ...touches };
  if (reason) return { changes: [], result: { ...NOT_RUN, cmd: command.shown, reason } };
  const fault =
    command.chdir === undefined ? undefined : predictedFolderFault(command.chdir, state.obstacle, predicted);
  if (fault) return { changes: [], result: {}, fault };
  const resource = { kind: "command", name: command.shown } as const;
  const change = { resource, summary: `run ${command.shown}`, before: null, after: LATER };
  return { changes: [change], result: unknownResult(command), unpredictable: LATER.reason, ...touches };
}

function resourcesOf({ paths = [], units = [], packages = [] }: Touched): readonly Resource[] {
  return [
    ...paths.map((path) => ({ kind: "path", name: normalPath(path) }) as const),
    ...units.map((unit) => ({ kind: "unit", name: /\.[a-z]+$/.test(unit) ? unit : `${unit}.service` }) as const),
    ...packages.map((name) => ({ kind: "package", name }) as const),
  ];
}

const LATER = new Unknown("the effect of a command is known only after it has run");

const NOT_RUN = { rc: 0, stdout: "", stderr: "", stdout_lines: [], stderr_lines: [] } as const;

function unknownResult({ shown }: Command): ValueMap {
  return { cmd: shown, rc: LATER, stdout: LATER, stderr: LATER, stdout_lines: LATER, stderr_lines: LATER };
}

function skipReason(command: Command, state: CommandState, predicted: Predicted): string | Unknown | undefined {
  const { creates, removes } = command;
  const created = creates === undefined ? false : exists(command, creates, state.creates, predicted);
  if (created) return created instanceof Unknown ? created : `${creates ?? ""} exists`;
  const removable = removes === undefined ? true : exists(command, removes, state.removes, predicted);
  if (removable instanceof Unknown) return removable;
  return removable ? undefined : `${removes ?? ""} does not exist`;
}

function exists({ chdir = "/" }: Conditions, path: string, now: boolean, predicted: Predicted): boolean | Unknown {
  const full = normalPath(path.startsWith("/") ? path : `${chdir}/${path}`);
  const state = withPredicted(now ? { kind: "other" } : "absent", predicted, full);
  return state instanceof Unknown ? state : typeof state === "object";
}
