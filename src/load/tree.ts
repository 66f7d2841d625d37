import type { Outcome } from "../errors/fault.ts";
import { compileExpression, type Expression } from "../language/cel/expression.ts";
import type { NameUse } from "../language/scope-interface.ts";
import type { Partials } from "../language/template/compilation.ts";
import { compileFile, compileTemplate, isTemplate, type Template } from "../language/template/template.ts";
import type { CelNode, Literal, MapTree, Tree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import type { MapNode, Node, ScalarNode } from "./yaml/node.ts";
import type { Reading } from "./reading.ts";

/** Compiles a value: what is wrong in a template or an expression is noted, and a plain text stands in for it. */
export function toTree(node: Node, reading: Reading): Tree {
  if (node.kind === "scalar") return scalarTree(node, reading);
  if (node.kind === "map") return toMapTree(node, reading);
  return { kind: "list", items: node.items.map((item) => toTree(item, reading)), origin: node.origin };
}

export function toMapTree(node: MapNode, reading: Reading): MapTree {
  const entries = [...node.entries].map(
    ([key, { origin, value }]) => [key, { origin, value: toTree(value, reading) }] as const,
  );
  return { kind: "map", entries: new Map(entries), origin: node.origin };
}

function scalarTree(node: ScalarNode, reading: Reading): Tree {
  const { value, origin } = node;
  if (node.tag === "cel") return celTree(node, reading);
  if (node.tag === "raw" || typeof value !== "string" || !isTemplate(value)) return { kind: "literal", value, origin };
  const template = noted<Template>(compileTemplate(value, node.textAt, "value"), reading);
  return template ? { kind: "template", template, origin } : { kind: "literal", value, origin };
}

/** An expression, whatever the tag. */
export function celTree(node: ScalarNode, reading: Reading): CelNode | Literal {
  const text = String(node.value);
  const expression = compileNoted(text, node.textAt, reading);
  const { origin } = node;
  return expression ? { kind: "cel", expression, origin } : { kind: "literal", value: text, origin };
}

export function compileNoted(text: string, at: Origin, reading: Reading): Expression | undefined {
  return noted<Expression>(compileExpression(text, at), reading);
}

/** Compiles the text of a template file. */
export function fileTemplate(text: string, at: Origin, partials: Partials, reading: Reading): Template | undefined {
  return noted<Template>(compileFile(text, at, partials), reading);
}

function noted<T extends { readonly names: readonly NameUse[] }>(outcome: Outcome<T>, reading: Reading): T | undefined {
  if (!outcome.ok) {
    reading.faults.push(...outcome.faults);
    return undefined;
  }
  reading.uses.push(...outcome.value.names);
  return outcome.value;
}
