import { loadFault } from "../errors/catalogue/load.ts";
import type { Expression } from "../language/cel/expression.ts";
import { translationHint } from "../language/cel/translation.ts";
import { isTemplate } from "../language/template/template.ts";
import { celTree, compileCondition } from "./tree.ts";
import type { CelNode, Literal } from "../language/tree.ts";
import { itemsOf, type Node, type ScalarNode } from "./yaml/node.ts";
import { expressionEdit } from "./rewrites/values.ts";
import type { Reading } from "./reading.ts";

/** The conditions of a key that takes one condition or a list, all of which must hold. */
export function conditionsOf(node: Node | undefined, reading: Reading): Expression[] {
  return itemsOf(node).flatMap((item) => {
    if (item.kind !== "scalar" || hasBraces(item, reading)) return [];
    return compileCondition(item, reading) ?? [];
  });
}

/** A condition in a module's arguments: an expression even without a tag. */
export function conditionTree(node: ScalarNode, reading: Reading): CelNode | Literal {
  if (hasBraces(node, reading)) return { kind: "literal", value: null, origin: node.origin };
  return celTree(node, reading);
}

function hasBraces(node: ScalarNode, reading: Reading): boolean {
  if (node.tag !== undefined || typeof node.value !== "string" || !isTemplate(node.value)) return false;
  reading.faults.push(
    loadFault(
      "load/template-in-condition",
      { instead: translationHint(node.value) },
      { origin: node.origin, edit: expressionEdit(node) },
    ),
  );
  return true;
}
