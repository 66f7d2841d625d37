import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { OMIT } from "../../language/omit.ts";
import type { Tree } from "../../language/tree.ts";
import type { RunAs } from "../../model/host.ts";
import { Secret } from "../../model/secret.ts";
import type { Value } from "../../model/value.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/** A name that needs no quoting anywhere and does not look like an option. */
const USER = /^[\w.@][\w.@-]*$/;

/** The user that a task runs as: from the task, else the play, else the settings of the host where it runs, else the command line. */
export function runAsOf({ planned, play: { play }, target, scope, context }: TaskOnHost): Outcome<RunAs> {
  const inventory = context.becomeOf(target.name);
  const become = planned.task.become ?? play.become ?? inventory.become ?? context.become;
  if (!become) return good(undefined);
  const tree = planned.task.becomeUser ?? play.becomeUser;
  const user = tree ? evaluate(tree, scope) : good(inventory.becomeUser ?? "root");
  if (!user.ok) return user;
  if (user.value === OMIT) return good({ user: inventory.becomeUser ?? "root", password: context.becomePassword });
  if (typeof user.value !== "string") return bad(notAName("become_user", user.value, tree));
  if (!USER.test(user.value)) return bad(runFault("run/not-a-user", { name: user.value }, { origin: tree?.origin }));
  return good({ user: user.value, password: context.becomePassword });
}

function notAName(key: string, value: Value, tree: Tree | undefined): Fault {
  return runFault("run/not-a-name", { key, found: describe(value) }, { origin: tree?.origin });
}

/** The play's and the task's `environment`; the task's entries win. */
export function environmentOf({ planned, play: { play }, scope }: TaskOnHost): Outcome<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const tree of [play.environment, planned.task.environment]) {
    for (const [name, { value: written }] of tree?.entries ?? []) {
      const value = evaluate(written, scope);
      if (!value.ok) return value;
      if (value.value === OMIT) continue;
      const plain = value.value instanceof Secret ? value.value.reveal() : value.value;
      if (typeof plain === "object") return bad(notAName(`environment.${name}`, plain, written));
      all[name] = String(plain);
    }
  }
  return good(all);
}
