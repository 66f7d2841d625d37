import { collect, good, type Outcome } from "../errors/fault.ts";
import type { Value } from "../model/value.ts";
import type { Scope } from "./scope-interface.ts";
import type { MapTree, Tree } from "./tree.ts";

/** Evaluates a value as written and collects the faults of all its parts. In lists and maps, unknowns stay in place. */
export function evaluate(tree: Tree, scope: Scope): Outcome<Value> {
  switch (tree.kind) {
    case "literal":
      return good(tree.value);
    case "template":
      return tree.template.render(scope);
    case "cel":
      return tree.expression.evaluate(scope);
    case "list":
      return collect(tree.items.map((item) => evaluate(item, scope)));
    case "map":
      return evaluateMap(tree, scope);
  }
}

function evaluateMap({ entries }: MapTree, scope: Scope): Outcome<Value> {
  const outcomes = [...entries].map(([name, { value }]) => {
    const outcome = evaluate(value, scope);
    return outcome.ok ? good([name, outcome.value] as const) : outcome;
  });
  const pairs = collect(outcomes);
  return pairs.ok ? good(Object.fromEntries(pairs.value)) : pairs;
}
