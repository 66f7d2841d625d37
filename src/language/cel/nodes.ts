import type { ASTNode } from "@marcbachmann/cel-js";

/** The operands of a node, as written: macros are not expanded. */
export function children(node: ASTNode): readonly ASTNode[] {
  if (node.op === "value" || node.op === "id") return [];
  if (node.op === "." || node.op === ".?") return [node.args[0]];
  if (node.op === "!_" || node.op === "-_") return [node.args];
  if (node.op === "call") return node.args[1];
  if (node.op === "rcall") return [node.args[1], ...node.args[2]];
  return node.op === "map" ? node.args.flat() : node.args;
}

/** A node and all nodes below it. */
export function nodesIn(node: ASTNode): readonly ASTNode[] {
  return [node, ...children(node).flatMap(nodesIn)];
}
