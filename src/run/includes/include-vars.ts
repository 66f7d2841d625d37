import { evaluate } from "../../language/evaluate.ts";
import type { Layer, Variable } from "../../language/scope.ts";
import { around, type TaskOnHost } from "../task-on-host.ts";

/**
 * The own `vars` of an include as its tasks see them: evaluated once, when the include runs. Each may use the others and, under its own name,
 * the value that it replaces. One that cannot be evaluated is reported by the task that uses it.
 */
export function includeLayer(include: TaskOnHost): Layer {
  const { run, play, planned, context, blocks } = include;
  const { task } = planned;
  const variables = new Map<string, Variable>();
  for (const [name, { value: tree }] of task.include?.vars.own?.entries ?? [])
    variables.set(name, { from: "project", tree });
  const layer = { name: "include vars", variables };
  const bare = { ...planned, task: { ...task, vars: task.include?.vars.outer } };
  for (const [name, variable] of variables) {
    if (variable.from !== "project") continue;
    variables.delete(name);
    const { roles, includeLayers } = around(include);
    const scope = context.scopeOf(run, play, bare, { roles, includeLayers: [...includeLayers, layer] });
    const value = evaluate(variable.tree, blocks?.scopeFor(planned, scope) ?? scope);
    variables.set(name, value.ok ? { from: "data", value: value.value, origin: variable.tree.origin } : variable);
  }
  return layer;
}
