import { loadFault } from "../errors/catalogue/load.ts";
import type { Edit } from "../errors/edit.ts";
import type { Fault, Outcome } from "../errors/fault.ts";
import { compileExpression, type Expression } from "../language/cel/expression.ts";
import type { FileUse, NameUse } from "../language/scope-interface.ts";
import type { Partials } from "../language/template/compilation.ts";
import { compileFile, compileTemplate, isTemplate, type Template } from "../language/template/template.ts";
import type { CelNode, Literal, MapTree, SecretNode, Tree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import type { MapNode, Node, ScalarNode } from "./yaml/node.ts";
import type { Reading } from "./reading.ts";
import { expressionEdit, templateEdit, withEdit } from "./rewrites/values.ts";

/** Compiles a value. An invalid template or expression is recorded as a fault and replaced by its text. */
export function toTree(node: Node, reading: Reading): Tree {
  if (node.kind === "scalar") return scalarTree(node, reading);
  if (node.kind === "map") return toMapTree(node, reading);
  return { kind: "list", items: node.items.map((item) => toTree(item, reading)), origin: node.origin };
}

/** Compiles the values of a map. */
export function toMapTree(node: MapNode, reading: Reading): MapTree {
  const entries = [...node.entries].map(
    ([key, { origin, value }]) => [key, { origin, value: toTree(value, reading) }] as const,
  );
  return { kind: "map", entries: new Map(entries), origin: node.origin };
}

function scalarTree(node: ScalarNode, reading: Reading): Tree {
  const { value, origin } = node;
  const respelled = respelledNumber(node);
  if (respelled) reading.faults.push(respelled);
  if (node.tag === "cel") return celTree(node, reading);
  if (node.command) return secretTree(node.command, origin, reading);
  if (node.tag === "raw" || typeof value !== "string" || !isTemplate(value)) return { kind: "literal", value, origin };
  const compiled = compileTemplate(value, node.textAt, "value");
  const template = recorded<Template>(compiled, reading, () => templateEdit(node));
  return template ? { kind: "template", template, origin } : { kind: "literal", value, origin };
}

/** A secret that a program prints. The program runs when the value is first needed. */
export function secretTree(
  command: readonly string[],
  origin: Origin,
  { readSecret }: Pick<Reading, "readSecret">,
): SecretNode {
  return { kind: "secret", command, read: () => readSecret(command, origin), origin };
}

/** The fault for a number whose value would be written otherwise: as text, `1.10` would become 1.1 without a word. */
export function respelledNumber({ value, written, origin }: ScalarNode): Fault | undefined {
  if (written === undefined) return undefined;
  return loadFault("load/respelled-number", { text: written, canonical: String(value) }, { origin });
}

/** Compiles a scalar as an expression, even without a tag. */
export function celTree(node: ScalarNode, reading: Reading): CelNode | Literal {
  const text = String(node.value);
  const expression = compileCondition(node, reading);
  const { origin } = node;
  return expression ? { kind: "cel", expression, origin } : { kind: "literal", value: text, origin };
}

/** Compiles a scalar's expression; undefined if it is invalid, which is recorded as a fault. */
export function compileCondition(node: ScalarNode, reading: Reading): Expression | undefined {
  const compiled = compileExpression(String(node.value), node.textAt);
  return recorded<Expression>(compiled, reading, () => expressionEdit(node));
}

/** Compiles the text of a template file; undefined if it is invalid, which is recorded as a fault. */
export function fileTemplate(text: string, at: Origin, partials: Partials, reading: Reading): Template | undefined {
  return recorded<Template>(compileFile(text, at, partials), reading);
}

/** What a template or an expression uses. */
interface Uses {
  readonly names: readonly NameUse[];
  readonly files: readonly FileUse[];
  readonly facts: readonly string[];
}

/** Names that Ansible, Python or YAML 1.1 give to what has another name here. */
const OTHERWISE_NAMED = /^(?:ansible_\w+|yes|no|True|False|[Nn]one)$/;

/** Records the faults of a compilation, or the names that it uses. */
function recorded<T extends Uses>(
  outcome: Outcome<T>,
  reading: Reading,
  edit: () => Edit | undefined = () => undefined,
): T | undefined {
  if (!outcome.ok) {
    reading.faults.push(...withEdit(outcome.faults, edit));
    return undefined;
  }
  const { names, files } = outcome.value;
  reading.uses.push(...names);
  for (const use of files) reading.fileUses.push({ use, search: undefined });
  const rewrite = names.some(({ name }) => OTHERWISE_NAMED.test(name)) ? edit() : undefined;
  if (rewrite) reading.rewrites.push({ file: names[0]?.origin.file ?? "", edit: rewrite });
  for (const fact of outcome.value.facts) reading.facts.add(fact);
  return outcome.value;
}
