import path from "node:path";
import { runFault } from "../../errors/catalogue/run.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Variable } from "../../language/scope.ts";
import { displayName } from "../../load/reading.ts";
import type { IncludedVars } from "../../load/project.ts";
import type { MapTree } from "../../language/tree.ts";
import { Unknown } from "../../model/unknown.ts";
import { namesIncludedBy } from "../../plan/before-run.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import type { Attempt } from "../task/attempt-outcome.ts";
import { inOtherCase } from "./list-named.ts";

/** The variables of the files that `include_vars` names on a host. */
export function includeVars(
  task: TaskOnHost,
  included: IncludedVars,
  args: Readonly<Record<string, unknown>>,
): Attempt {
  const { maps } = included;
  const { search, args: written, origin } = task.planned.task;
  const file = typeof args["file"] === "string" ? args["file"] : undefined;
  const paths = included.folders.map((folder) => path.resolve(folder, file ?? ""));
  const named = paths.find((one) => maps.has(one));
  if (file !== undefined && named === undefined) {
    const rejected = paths.flatMap((one) => included.rejected.get(one) ?? [])[0];
    const known = [...maps.keys()].map((one) => displayName(search.root, one));
    const details = paths.map((one) => `searched: ${displayName(search.root, one)}`);
    const at = written.entries.get("file")?.value.origin ?? origin;
    const rename = inOtherCase(paths, maps.keys(), search.root);
    const unknown = { name: file, near: nearest(file, known), known, rename };
    const fault =
      rejected === undefined
        ? runFault("run/include-unknown", unknown, { origin: at, details })
        : runFault("run/include-invalid", { name: file, problem: rejected }, { origin: at });
    return { status: "failed", result: {}, changes: [], fault };
  }
  const chosen = [...maps].filter(([one]) => file === undefined || one === named);
  const merged: MapTree = { kind: "map", entries: new Map(chosen.flatMap(([, map]) => [...map.entries])), origin };
  const entries = typeof args["name"] === "string" ? [[args["name"], merged] as const] : valuesOf(merged);
  const variables = new Map(entries.map(([name, tree]): [string, Variable] => [name, { from: "project", tree }]));
  const result = { ansible_included_var_files: chosen.map(([one]) => one) };
  return { status: "ok", result, changes: [], included: variables };
}

function valuesOf({ entries }: MapTree) {
  return [...entries].map(([name, { value }]) => [name, value] as const);
}

/** In check mode: what an `include_vars` that may or may not run would define. */
export function markIncludedVarsUnknown({ run, planned }: TaskOnHost, reason: string): void {
  for (const name of namesIncludedBy(planned.task)) {
    run.includedVars.set(name, { from: "data", value: new Unknown(reason) });
  }
}
