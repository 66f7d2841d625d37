import { findVariable, writtenAt, type Layer, type Variable } from "../language/scope.ts";
import type { NameUse } from "../language/scope-interface.ts";
import type { Tree } from "../language/tree.ts";
import { MAGIC_NAMES } from "../load/magic-names.ts";
import { showOrigin, type Origin } from "../model/origin.ts";

/** A variable that a value depends on, and where its own value is written. */
export interface Setter {
  readonly name: string;
  /** Undefined if no file has the value. */
  readonly origin: Origin | undefined;
  /** The position, or what else sets it, in words. */
  readonly place: string;
}

/** The variables that determine a value: those that it depends on, directly or through other variables, down to written values. */
export function settersOf(tree: Tree, layers: readonly Layer[]): Setter[] {
  const visited = new Set<string>();
  return settersIn(tree);

  function settersIn(part: Tree): Setter[] {
    return namesIn(part).flatMap(({ name }) => {
      if (visited.has(name) || MAGIC_NAMES.has(name)) return [];
      visited.add(name);
      const variable = findVariable(layers, name);
      if (!variable || variable.from === "engine") return [];
      const others = variable.from === "project" ? settersIn(variable.tree) : [];
      // A variable that depends on nothing but facts is the one to set.
      return others.length > 0 ? others : [{ name, ...placeOf(name, variable, layers) }];
    });
  }
}

/** A variable and the position of its value, for messages. */
export function showSetter({ name, place }: Setter): string {
  return `${name} is set ${place}`;
}

/** All positions as details; the position of the fault is the first one outside a role's defaults, where users set values. */
export function placesOf(setters: readonly Setter[]) {
  const origins = setters.flatMap(({ origin }) => origin ?? []);
  const isOwn = setters.some(({ origin }) => origin === undefined);
  const users = origins.find(({ file }) => !file.includes("/defaults/"));
  return {
    origin: users ?? (isOwn ? undefined : origins[0]),
    details: setters.map((setter) => showSetter(setter)),
  };
}

function placeOf(name: string, variable: Variable, layers: readonly Layer[]): Omit<Setter, "name"> {
  const origin = writtenAt(variable);
  if (origin) return { origin, place: `at ${showOrigin(origin)}` };
  const isExtra = layers.some((layer) => layer.name === "-e" && layer.variables.has(name));
  return { origin, place: isExtra ? "with -e" : "in the environment" };
}

function namesIn(tree: Tree): readonly NameUse[] {
  switch (tree.kind) {
    case "literal":
    case "secret":
      return [];
    case "template":
      return tree.template.names;
    case "cel":
      return tree.expression.names;
    case "list":
      return tree.items.flatMap(namesIn);
    case "map":
      return [...tree.entries.values()].flatMap(({ value }) => namesIn(value));
  }
}
