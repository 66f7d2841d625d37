import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { OMIT } from "../../language/omit.ts";
import type { Tree } from "../../language/tree.ts";
import type { Include, TaskList } from "../../load/project.ts";
import { Unknown } from "../../model/unknown.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { HostInPlay, TaskOnHost } from "../task-on-host.ts";
import { unknownAttempt } from "../task/attempt.ts";
import { allHold } from "../task/conditions.ts";
import { failedOutcome, type ItemOutcome } from "../task/outcome.ts";
import { includeLayer } from "./include-vars.ts";
import { listNamed, roleNamed } from "./list-named.ts";

/** What an include, or one item of its loop, runs on a host; or what there is to report if it runs nothing. */
export type Inside =
  | {
      readonly is: "tasks";
      readonly task: TaskOnHost & HostInPlay;
      readonly tasks: readonly PlannedTask[];
      readonly list: TaskList;
    }
  | { readonly is: "nothing"; readonly outcome: ItemOutcome };

/** More includes inside each other than this are taken for ones that never end. */
const DEEPEST = 100;

/** Evaluates the condition, the name and the variables of an include. The task is that which the included ones see as their host. */
export function insideOf(task: TaskOnHost): Inside {
  const { planned, including = { layers: [], chain: [], roles: [] } } = task;
  const { include } = planned.task;
  if (!include || !planned.included) throw new Error(`${planned.task.module} includes no tasks`);
  const when = allHold(planned.when, task.scope);
  if (!when.ok) return nothing(failedOutcome(when.faults[0]));
  if (when.value.is === "false") {
    return nothing({ status: "skipped", result: {}, changes: [], reason: `not: ${when.value.text}` });
  }
  const list = listOf(include, task);
  if (!list.ok) return nothing(failedOutcome(list.faults[0]));
  if (list.value instanceof Unknown) return nothing(unknownAttempt(list.value.reason));
  const doubt = when.value.is === "unknown" ? when.value.reason : task.doubt;
  // Of what may or may not repeat itself, one round shows everything.
  if (doubt !== undefined && including.chain.includes(list.value)) return nothing(unknownAttempt(doubt));
  const chain = [...including.chain, list.value];
  if (chain.length > DEEPEST) return nothing(failedOutcome(tooDeep(chain)));
  // A block's variables are those of its tasks.
  const layers = include.kind === "block" ? including.layers : [...including.layers, includeLayer(task)];
  const roles = planned.role ? [...including.roles, planned.role] : including.roles;
  const inside = { ...task, ...(doubt !== undefined && { doubt }), including: { layers, chain, roles } };
  return { is: "tasks", task: inside, tasks: planned.included(list.value), list: list.value };
}

function nothing(outcome: ItemOutcome): Inside {
  return { is: "nothing", outcome };
}

function listOf(include: Include, task: TaskOnHost): Outcome<TaskList | Unknown> {
  const [block] = include.kind === "block" ? include.lists.values() : [];
  if (block) return good(block);
  const name = textOf(include.name, task);
  const from = include.from ? textOf(include.from, task, "main") : good("main");
  if (!name.ok || name.value instanceof Unknown) return name as Outcome<Unknown>;
  if (!from.ok || from.value instanceof Unknown) return from as Outcome<Unknown>;
  if (include.kind === "role") return roleNamed(name.value, from.value, include);
  return listNamed(name.value, include, task.planned.task.search.root);
}

/** The name that a tree means; if it is `omit`, another one, without which there is nothing to include. */
function textOf(tree: Tree, { scope }: TaskOnHost, otherwise?: string): Outcome<string | Unknown> {
  const value = evaluate(tree, scope);
  if (!value.ok) return value;
  if (value.value === OMIT) {
    const fault = runFault("run/misplaced-omit", { where: "as the name of an include" }, { origin: tree.origin });
    return otherwise === undefined ? bad(fault) : good(otherwise);
  }
  if (typeof value.value === "string" || value.value instanceof Unknown) return good(value.value);
  return bad(runFault("run/include-name", { found: describe(value.value) }, { origin: tree.origin }));
}

function tooDeep(chain: readonly TaskList[]) {
  const last = chain.slice(-4).map(({ name }) => name);
  return runFault("run/include-depth", { limit: DEEPEST, last });
}
