import { findVariable, type Layer } from "../language/scope.ts";
import type { NameUse } from "../language/scope-interface.ts";
import type { Tree } from "../language/tree.ts";

/**
 * Whether a value is the same now and during the run, that is, whether all names that it depends on are written in the project.
 * @param runtimeNames the names that tasks define, whose values are not known yet
 */
export function isSettled(tree: Tree, layers: readonly Layer[], runtimeNames: ReadonlySet<string>): boolean {
  const visited = new Set<string>();
  return settled(tree);

  function settled(part: Tree): boolean {
    switch (part.kind) {
      case "literal":
        return true;
      case "template":
        return part.template.names.every(nameSettled);
      case "cel":
        // The names in `defined(…)` are not uses, so they are not among `names`.
        return !/\bdefined\b/.test(part.expression.text) && part.expression.names.every(nameSettled);
      case "secret":
        // Its program runs only when a task needs the value.
        return false;
      case "list":
        return part.items.every(settled);
      case "map":
        return [...part.entries.values()].every(({ value }) => settled(value));
    }
  }

  function nameSettled({ name }: NameUse): boolean {
    if (visited.has(name)) return true;
    visited.add(name);
    if (runtimeNames.has(name)) return false;
    const variable = findVariable(layers, name);
    if (!variable || variable.from === "engine") return false;
    return variable.from === "data" || settled(variable.tree);
  }
}
