import { evaluate } from "../../language/evaluate.ts";
import { createScope } from "../../language/scope.ts";
import type { Tree } from "../../language/tree.ts";
import type { Value } from "../../model/value.ts";
import type { Task } from "../project.ts";

/** Longer loops are left to the run. */
const MOST_ITEMS = 1000;

/**
 * The names of files that a computed value means, one for each item of the task's loop; none unless the loop is written out and the value
 * reads nothing but its item, because only then nothing in the run can change them.
 */
export function namesOfItems(value: Tree, { loop, loopControl }: Pick<Task, "loop" | "loopControl">): string[] {
  if (value.kind !== "template") return [];
  const { loopVar } = loopControl;
  const { names, files, facts } = value.template;
  const readsItem = names.length > 0 && names.every(({ name }) => name === loopVar);
  if (!loop || !readsItem || files.length > 0 || facts.length > 0) return [];
  return itemsOf(loop).flatMap((item) => {
    const variables = new Map([[loopVar, { from: "data", value: item } as const]]);
    const name = evaluate(value, createScope([{ name: "item", variables }]));
    return name.ok && typeof name.value === "string" && name.value !== "" ? [name.value] : [];
  });
}

/** The items of a loop without templates and expressions; none for others. */
function itemsOf(loop: Tree): readonly Value[] {
  const size = loop.kind === "list" ? loop.items.length : loop.kind === "map" ? loop.entries.size : Infinity;
  if (size > MOST_ITEMS || !isLiteral(loop)) return [];
  const written = evaluate(loop, createScope([]));
  if (!written.ok) return [];
  if (Array.isArray(written.value)) return written.value as readonly Value[];
  return Object.entries(written.value as Readonly<Record<string, Value>>).map(([key, value]) => ({ key, value }));
}

function isLiteral(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.every(isLiteral);
  if (tree.kind === "map") return [...tree.entries.values()].every(({ value }) => isLiteral(value));
  return tree.kind === "literal";
}
