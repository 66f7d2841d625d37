import type { Tree } from "../../language/tree.ts";
import type { Loading } from "../loading.ts";
import type { Named } from "../project.ts";
import { toTree } from "../tree.ts";
import { isName } from "../variables.ts";
import { itemsOf, textOf, type Node } from "../yaml/node.ts";

/** The strings of a list, or a single string, with their positions. */
export function namedItems(node: Node | undefined): Named[] {
  return itemsOf(node).flatMap((item) => {
    const name = textOf(item);
    return name === undefined ? [] : [{ name, origin: item.origin }];
  });
}

/** Tags from a list or a string with commas. */
export function tagsOf(node: Node | undefined): string[] {
  const written = namedItems(node).flatMap(({ name }) => name.split(","));
  return written.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

/** Environment variables: maps, of which later ones win. An invalid name is recorded as a fault. */
export function environmentOf(node: Node | undefined, loading: Loading): Tree[] {
  return itemsOf(node).map((item) => {
    for (const [name, { origin }] of item.kind === "map" ? item.entries : []) isName(name, { origin }, loading);
    return toTree(item, loading);
  });
}
