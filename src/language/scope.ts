import { languageFault } from "../errors/catalogue/language.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { showOrigin, type Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";
import { evaluate } from "./evaluate.ts";
import type { Lookups, Scope } from "./scope-interface.ts";
import type { Tree } from "./tree.ts";

/**
 * A variable: written in the project (compiled, evaluated when used), data that is never evaluated, or computed by the engine when
 * it is first used. `untyped` data comes from a file whose text has no types, such as an INI inventory.
 */
export type Variable =
  | { readonly from: "project"; readonly tree: Tree }
  | { readonly from: "data"; readonly value: Value; readonly origin?: Origin; readonly untyped?: true }
  | { readonly from: "engine"; readonly compute: () => Outcome<Value> };

/** Variables from one source. */
export interface Layer {
  /** The source: "role defaults (kafka)", "group worker", "-e" … */
  readonly name: string;
  readonly variables: ReadonlyMap<string, Variable>;
}

/** Gives the value of a variable the type that the project declares for its name. */
export type Typing = (name: string, value: Value, variable: Variable) => Value;

/** A scope that can be extended. */
export interface LayeredScope extends Scope {
  /** Lowest first. */
  readonly layers: readonly Layer[];
  readonly typing: Typing | undefined;
}

/**
 * A scope of layers, lowest first. Creating one is cheap: a project variable is evaluated, in the whole scope, when it is first
 * used, and then cached.
 */
export function createScope(layers: readonly Layer[], typing?: Typing, lookups?: Lookups): LayeredScope {
  const cache = new Map<string, Outcome<Value>>();
  const evaluating = new Map<string, Tree>();
  const origin = (name: string) => {
    const variable = findVariable(layers, name);
    return variable && writtenAt(variable);
  };
  const scope: LayeredScope = { layers, typing, lookups, lookup, names: () => namesOf(layers), origin };
  return scope;

  function lookup(name: string): Outcome<Value> | undefined {
    const cached = cache.get(name);
    if (cached) return cached;
    const found = findVariable(layers, name);
    if (!found) return undefined;
    if (found.from === "engine") return kept(name, found.compute());
    const outcome = found.from === "data" ? good(found.value) : evaluateOnce(name, found.tree);
    return kept(name, typing && outcome.ok ? good(typing(name, outcome.value, found)) : outcome);
  }

  function kept(name: string, outcome: Outcome<Value>): Outcome<Value> {
    cache.set(name, outcome);
    return outcome;
  }

  function evaluateOnce(name: string, tree: Tree): Outcome<Value> {
    if (evaluating.has(name)) return cycleOutcome(name, evaluating);
    evaluating.set(name, tree);
    try {
      return evaluate(tree, scope);
    } finally {
      evaluating.delete(name);
    }
  }
}

/** The scope with another layer on top, e.g. a loop's item, which variables of lower layers can use. */
export function extend(scope: LayeredScope, layer: Layer): LayeredScope {
  return createScope([...scope.layers, layer], scope.typing, scope.lookups);
}

/** A definition of a variable, and the layer that contains it. */
interface Definition {
  readonly layer: string;
  readonly variable: Variable;
  readonly origin: Origin | undefined;
}

/** All definitions of a variable; the first one is in effect. */
export function trace(layers: readonly Layer[], name: string): readonly Definition[] {
  return layers.toReversed().flatMap((layer) => {
    const variable = layer.variables.get(name);
    if (!variable) return [];
    return [{ layer: layer.name, variable, origin: writtenAt(variable) }];
  });
}

/** Where a variable was written; undefined if it comes from the engine or the command line. */
export function writtenAt(variable: Variable): Origin | undefined {
  if (variable.from === "project") return variable.tree.origin;
  return variable.from === "data" ? variable.origin : undefined;
}

/** The variable that is in effect; undefined if no layer defines it. */
export function findVariable(layers: readonly Layer[], name: string): Variable | undefined {
  for (let index = layers.length - 1; index >= 0; index--) {
    const variable = layers[index]?.variables.get(name);
    if (variable) return variable;
  }
  return undefined;
}

function namesOf(layers: readonly Layer[]): Iterable<string> {
  return new Set(layers.flatMap(({ variables }) => [...variables.keys()]));
}

/** `evaluating` has the variables that are being evaluated, outermost first; `name` is one of them. */
function cycleOutcome(name: string, evaluating: ReadonlyMap<string, Tree>): Outcome<Value> {
  const chain = [...evaluating];
  const cycle = chain.slice(chain.findIndex(([each]) => each === name));
  const names = [...cycle.map(([each]) => each), name];
  const details = cycle.map(([each, tree]) => `${each} is defined at ${showOrigin(tree.origin)}`);
  return bad(languageFault("language/cycle", { names }, { origin: cycle[0]?.[1].origin, details }));
}
