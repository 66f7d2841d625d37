import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { withIncluded } from "../includes/included.ts";
import type { Play, Task } from "../project.ts";

/** Reports a task with `meta` where its action cannot be done. */
export function metaFaults({ module, origin, loop, args, search }: Task): Fault[] {
  if (module !== "meta") return [];
  const fault = (what: string, write: string) => [loadFault("load/meta-place", { what, write }, { origin })];
  if (loop) return fault("`meta` cannot have a `loop`", "Remove `loop`: once is enough.");
  const action = args.entries.get("action")?.value;
  const isEndRole = action?.kind === "literal" && action.value === "end_role";
  if (!isEndRole || search.role !== undefined) return [];
  return fault(
    "`meta: end_role` works only in a role",
    "Write `end_host` to end the play for a host, or move the tasks into a role.",
  );
}

/** Reports the handlers of a play, and what they include, that are a `meta`. */
export function metaHandlers({ handlers, roles, includedRoles }: Play): Fault[] {
  const ofRoles = [...roles, ...includedRoles].flatMap(({ role }) => role.handlers);
  const found = new Set(withIncluded([...handlers, ...ofRoles]).filter(({ module }) => module === "meta"));
  const parameters = {
    what: "`meta` cannot be a handler",
    write: "Write it as a task: `register` the result of the one that notifies, and add `when: RESULT.changed`.",
  };
  return [...found].map(({ origin }) => loadFault("load/meta-place", parameters, { origin }));
}
