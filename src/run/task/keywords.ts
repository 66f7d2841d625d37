import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { OMIT } from "../../language/omit.ts";
import type { Scope } from "../../language/scope-interface.ts";
import type { Tree } from "../../language/tree.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, type Value } from "../../model/value.ts";
import type { PlannedTask } from "../../plan/plan.ts";

/** The keywords of a task on one host, or for one item of its loop. */
export interface Keywords {
  readonly become: boolean | undefined;
  readonly checkMode: boolean | undefined;
  readonly ignoreErrors: boolean | Unknown;
  readonly ignoreUnreachable: boolean;
  /** True also if it cannot be decided. */
  readonly noLog: boolean;
  /** The names of the handlers to notify; unknown ones are left out. */
  readonly notify: readonly string[];
  /** What is wrong with a keyword: the task fails. */
  readonly fault?: Fault;
  /** In check mode: how the task runs is not known. */
  readonly unknown?: Unknown;
}

/** Decides the keywords of a task that may be computed. */
export function keywordsOf({ task, keywords }: PlannedTask, scope: Scope): Keywords {
  const become = flagOf("become", keywords.become, scope);
  const checkMode = flagOf("check_mode", keywords.checkMode, scope);
  const ignoreErrors = flagOf("ignore_errors", keywords.ignoreErrors, scope);
  const ignoreUnreachable = flagOf("ignore_unreachable", keywords.ignoreUnreachable, scope);
  const noLog = keywords.noLog.map((tree) => flagOf("no_log", tree, scope));
  const notify = namesOf(task.notify, scope);
  const decided: readonly Outcome<unknown>[] = [become, checkMode, ignoreErrors, ignoreUnreachable, ...noLog, notify];
  const fault = decided.flatMap((one) => (one.ok ? [] : one.faults))[0];
  const unknown = [become, checkMode].flatMap((one) => (one.ok && one.value instanceof Unknown ? [one.value] : []))[0];
  return {
    become: known(become),
    checkMode: known(checkMode),
    ignoreErrors: (ignoreErrors.ok && ignoreErrors.value) || false,
    ignoreUnreachable: known(ignoreUnreachable) ?? false,
    noLog: noLog.some((one) => !one.ok || (one.value ?? false) !== false),
    notify: notify.ok ? notify.value : [],
    ...(fault && { fault }),
    ...(unknown && { unknown }),
  };
}

type Flag = Outcome<boolean | Unknown | undefined>;

function known(flag: Flag): boolean | undefined {
  return flag.ok && typeof flag.value === "boolean" ? flag.value : undefined;
}

/** Undefined if the keyword is not written. A template may render the text `true` or `false`. */
function flagOf(key: string, tree: Tree | undefined, scope: Scope): Flag {
  if (!tree) return good(undefined);
  const value = evaluate(tree, scope);
  if (value.ok && value.value === OMIT) return good(undefined);
  if (!value.ok || typeof value.value === "boolean" || value.value instanceof Unknown) return value as Flag;
  if (value.value === "true" || value.value === "false") return good(value.value === "true");
  return bad(runFault("run/not-a-flag", { key, found: describe(value.value) }, { origin: tree.origin }));
}

function namesOf(trees: readonly Tree[], scope: Scope): Outcome<readonly string[]> {
  const names: string[] = [];
  for (const tree of trees) {
    const value = evaluate(tree, scope);
    if (!value.ok) return value;
    for (const name of isList(value.value) ? value.value : [value.value]) {
      if (name === OMIT) continue;
      if (typeof name === "string") names.push(name);
      else if (!(name instanceof Unknown)) return bad(notAName(name, tree));
    }
  }
  return good(names);
}

function notAName(found: Value, { origin }: Tree): Fault {
  return runFault("run/not-a-name", { key: "notify", found: describe(found) }, { origin });
}

/** A keyword that takes a number. */
interface NumberKeyword {
  readonly key: string;
  readonly tree: Tree | undefined;
  /** If it is not written, or not known in check mode, which does not wait. */
  readonly fallback: number;
  readonly least?: number;
  readonly isWhole?: boolean;
}

/** The value of a keyword that takes a number. */
export function numberOf(keyword: NumberKeyword, scope: Scope): Outcome<number> {
  const { key, tree, fallback, least = 0, isWhole = false } = keyword;
  if (!tree) return good(fallback);
  const value = evaluate(tree, scope);
  if (!value.ok) return value;
  if (value.value instanceof Unknown || value.value === OMIT) return good(fallback);
  const number = typeof value.value === "string" && value.value.trim() !== "" ? Number(value.value) : value.value;
  const found = describe(value.value);
  if (typeof number !== "number" || !Number.isFinite(number)) {
    return bad(runFault("run/not-a-number", { key, found }, { origin: tree.origin }));
  }
  if (number >= least && (!isWhole || Number.isInteger(number))) return good(number);
  return bad(runFault("run/number-range", { key, least, isWhole, found: String(number) }, { origin: tree.origin }));
}
