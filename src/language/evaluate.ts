import { collect, good, type Outcome } from "../errors/fault.ts";
import type { Value } from "../model/value.ts";
import type { Scope } from "./scope-interface.ts";
import type { ListTree, MapTree, Tree } from "./tree.ts";
import { limited } from "./limits/value-size.ts";

/** Evaluates a value as written and collects the faults of all its parts. In lists and maps, unknowns stay in place. */
export function evaluate(tree: Tree, scope: Scope): Outcome<Value> {
  switch (tree.kind) {
    case "literal":
      return good(tree.value);
    case "template":
      return tree.template.render(scope);
    case "cel":
      return tree.expression.evaluate(scope);
    case "secret":
      return tree.read();
    case "list":
      return evaluateList(tree, scope);
    case "map":
      return evaluateMap(tree, scope);
  }
}

function evaluateList({ items, origin }: ListTree, scope: Scope): Outcome<Value> {
  const values = collect(items.map((item) => evaluate(item, scope)));
  return values.ok ? limited(values.value, origin) : values;
}

function evaluateMap({ entries, origin }: MapTree, scope: Scope): Outcome<Value> {
  const outcomes = [...entries].map(([name, { value }]) => {
    const outcome = evaluate(value, scope);
    return outcome.ok ? good([name, outcome.value] as const) : outcome;
  });
  const pairs = collect(outcomes);
  return pairs.ok ? limited(Object.fromEntries(pairs.value), origin) : pairs;
}
