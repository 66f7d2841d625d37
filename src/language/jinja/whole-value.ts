import { toCel } from "./to-cel.ts";
import { toOperand } from "./to-handlebars.ts";
import { literalOf, type Jinja, type Translation } from "./tree.ts";

/**
 * `a if c else b` as a whole value that keeps its type: an expression, or the helper `ternary` for a condition that may be no boolean.
 * Undefined for other expressions, and if both values are texts.
 */
export function choiceOfValues(tree: Jinja): Translation | undefined {
  if (tree.kind !== "choice" || !tree.otherwise || isText(tree)) return undefined;
  const cel = isBoolean(tree.when) ? toCel(tree) : undefined;
  if (cel !== undefined) return { is: "expression", text: cel };
  const operands = [tree.when, tree.then, tree.otherwise].map(toOperand);
  return operands.includes(undefined) ? undefined : { is: "template", text: `{{ternary ${operands.join(" ")}}}` };
}

function isText(tree: Jinja): boolean {
  if (tree.kind === "choice") return isText(tree.then) && (!tree.otherwise || isText(tree.otherwise));
  return tree.kind === "string" || (tree.kind === "binary" && tree.operator === "~");
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "in"]);

/** Whether a condition is true or false, and no other value that Jinja takes for one. */
function isBoolean(tree: Jinja): boolean {
  if (tree.kind === "unary") return tree.operator === "not" && isBoolean(tree.of);
  if (tree.kind === "filter") return tree.name === "bool";
  if (tree.kind === "name") return ["true", "false"].includes(literalOf(tree.name) ?? "");
  if (tree.kind !== "binary") return tree.kind === "test";
  const { operator, left, right } = tree;
  return COMPARISONS.has(operator) || (["and", "or"].includes(operator) && isBoolean(left) && isBoolean(right));
}
