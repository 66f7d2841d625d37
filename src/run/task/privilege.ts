import { loadFault } from "../../errors/catalogue/load.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { OMIT } from "../../language/omit.ts";
import type { Tree } from "../../language/tree.ts";
import type { RunAs } from "../../model/host.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { findUnknown, isList, isMap, type Value } from "../../model/value.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/** A name that needs no quoting anywhere and does not look like an option. */
const USER = /^[\w.@][\w.@-]*$/;

/** The name of an environment variable. */
const NAME = /^[A-Za-z_]\w*$/;

/** The user that a task runs as, which may be unknown in check mode: from the task, else the play, else the settings of the host where it runs, else the command line. */
export function runAsOf({ planned, keywords, target, scope, context }: TaskOnHost): Outcome<RunAs | Unknown> {
  const inventory = context.becomeOf(target.name);
  const become = keywords.become ?? inventory.become ?? context.become;
  if (!become) return good(undefined);
  const tree = planned.keywords.becomeUser;
  const user = tree ? evaluate(tree, scope) : good(inventory.becomeUser ?? "root");
  if (!user.ok) return user;
  if (user.value instanceof Unknown) return good(user.value);
  if (user.value === OMIT) return good({ user: inventory.becomeUser ?? "root", password: context.becomePassword });
  if (typeof user.value !== "string") return bad(notAName("become_user", user.value, tree?.origin));
  if (!USER.test(user.value)) return bad(runFault("run/not-a-user", { name: user.value }, { origin: tree?.origin }));
  return good({ user: user.value, password: context.becomePassword });
}

function notAName(key: string, value: Value, origin: Origin | undefined): Fault {
  return runFault("run/not-a-name", { key, found: describe(value) }, { origin });
}

/** The task's `environment`, of which later maps win; unknown if one of its values is, which happens in check mode. */
export function environmentOf({ planned, scope }: TaskOnHost): Outcome<Record<string, string> | Unknown> {
  const all: Record<string, string> = {};
  for (const tree of planned.keywords.environment) {
    const value = evaluate(tree, scope);
    if (!value.ok) return value;
    if (value.value === OMIT) continue;
    const unknown = findUnknown(value.value);
    if (unknown) return good(unknown);
    for (const map of isList(value.value) ? value.value : [value.value]) {
      if (!isMap(map)) return bad(runFault("run/not-a-map", { key: "environment", found: describe(map) }, tree));
      for (const [name, one] of Object.entries(map)) {
        if (one === OMIT) continue;
        const plain = one instanceof Secret ? one.reveal() : one;
        if (!NAME.test(name)) return bad(loadFault("load/bad-name", { name }, { origin: originOf(tree, name) }));
        if (typeof plain === "object") return bad(notAName(`environment.${name}`, plain, originOf(tree, name)));
        all[name] = String(plain);
      }
    }
  }
  return good(all);
}

/** Where a map's value is written, if it is written out. */
function originOf(tree: Tree, name: string): Origin {
  return (tree.kind === "map" ? tree.entries.get(name)?.value.origin : undefined) ?? tree.origin;
}
