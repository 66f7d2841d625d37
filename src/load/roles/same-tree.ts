import type { MapTree, SecretNode, Tree } from "../../language/tree.ts";

/** Whether two values are written alike, wherever they are. No map counts as an empty one. */
export function sameTree(first: Tree | undefined, second: Tree | undefined): boolean {
  if (!first || !second) return [first, second].every((one) => !one || (one.kind === "map" && one.entries.size === 0));
  if (first.kind === "literal") return second.kind === "literal" && first.value === second.value;
  if (first.kind === "template") return second.kind === "template" && first.template.text === second.template.text;
  if (first.kind === "cel") return second.kind === "cel" && first.expression.text === second.expression.text;
  if (first.kind === "secret") return second.kind === "secret" && sameCommand(first, second);
  if (first.kind === "map") return second.kind === "map" && sameMap(first, second);
  if (second.kind !== "list" || first.items.length !== second.items.length) return false;
  return first.items.every((item, index) => sameTree(item, second.items[index]));
}

function sameCommand(first: SecretNode, second: SecretNode): boolean {
  return JSON.stringify(first.command) === JSON.stringify(second.command);
}

function sameMap(first: MapTree, second: MapTree): boolean {
  if (first.entries.size !== second.entries.size) return false;
  return [...first.entries].every(([key, { value }]) => {
    const other = second.entries.get(key)?.value;
    return other !== undefined && sameTree(value, other);
  });
}
