import type { Prompt } from "./project.ts";
import type { Reading } from "./reading.ts";
import { definedName, define } from "./variables.ts";
import { booleanOf, child, itemsOf, textOf, type Node } from "./yaml/node.ts";

/** The variables that a play asks for. */
export function promptsOf(node: Node | undefined, reading: Reading): Prompt[] {
  return itemsOf(node).flatMap((item) => {
    const name = definedName(child(item, "name"), define, reading);
    const fallback = child(item, "default");
    if (name === undefined) return [];
    return {
      name,
      origin: child(item, "name")?.origin ?? item.origin,
      text: textOf(child(item, "prompt")) ?? name,
      fallback: fallback?.kind === "scalar" && fallback.value !== null ? fallback.value : undefined,
      isPrivate: booleanOf(child(item, "private")) ?? true,
      isConfirmed: booleanOf(child(item, "confirm")) ?? false,
    };
  });
}
