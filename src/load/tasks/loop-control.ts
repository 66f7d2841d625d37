import { conditionsOf } from "../conditions.ts";
import type { Loading } from "../loading.ts";
import { LOOP_NAME } from "../magic-names.ts";
import type { LoopControl } from "../project.ts";
import { toTree } from "../tree.ts";
import { define, definedName, defineLoopVariable } from "../variables.ts";
import { asNumber, child, type Node } from "../yaml/node.ts";

/** Reads a task's `loop_control`. `extended` needs no place: `loop_info` is always defined, and computed only when it is used. */
export function loopControlOf(node: Node | undefined, loading: Loading): LoopControl {
  const label = child(node, "label");
  const pause = child(node, "pause");
  return {
    loopVar: definedName(child(node, "loop_var"), defineLoopVariable, loading) ?? LOOP_NAME,
    indexVar: definedName(child(node, "index_var"), define, loading),
    label: label && toTree(label, loading),
    pause: pause && toTree(asNumber(pause), loading),
    breakWhen: conditionsOf(child(node, "break_when"), loading),
  };
}
