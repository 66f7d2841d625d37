import type { ASTNode } from "@marcbachmann/cel-js";
import { spend, spendText } from "../limits/budget.ts";
import { measure } from "../limits/value-size.ts";
import { MATCHES } from "./matches.ts";
import { originalOf } from "./view.ts";

/** The parts of CEL's evaluator and nodes that its types leave out. Version 8.0.0 is pinned. */
interface Evaluator {
  run(node: Node, context: unknown): unknown;
}
type Evaluate = (evaluator: Evaluator, node: Node, context: unknown) => unknown;
interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly left: Node;
  readonly right: Node;
  readonly handle: (left: unknown, right: unknown, node: Node, evaluator: Evaluator) => unknown;
  readonly meta: { readonly evaluate: Evaluate; readonly alternate?: Node };
  setMeta(key: "evaluate", evaluate: Evaluate): void;
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "in"]);
/** Their results are lists that are new, or copied to be read. The list that a loop builds is a result of each of its steps. */
const LIST_PRICES: ReadonlyMap<string, number> = new Map([
  ...["+", "call", "rcall"].map((op) => [op, 0] as const),
  ...["id", ".", "[]"].map((op) => [op, 8] as const),
]);
/** Functions that read a text so fast that its characters hardly count. */
const SEARCHES: ReadonlySet<unknown> = new Set([
  "contains",
  "startsWith",
  "endsWith",
  "indexOf",
  "lastIndexOf",
  MATCHES,
]);

/** What a node's result costs: its length is shifted by these numbers of bits. */
interface Prices {
  readonly text: number;
  readonly list: number;
}
const READ_BY_FUNCTION = 4;
const READ_IN_PLACE = 10;
const FREE = 31;

/**
 * Makes each part of a checked expression take steps from the budget of its evaluation: one, and more for long texts and lists. That
 * bounds loops inside loops, texts and lists that double, and comparisons of large values, with whatever macro they are written.
 */
export function meter(ast: ASTNode): void {
  meterNode(ast as unknown as Node, READ_IN_PLACE, new Set());
}

function meterNode(node: Node, text: number, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { alternate, evaluate } = node.meta;
  const inner = calls(node) ? READ_BY_FUNCTION : READ_IN_PLACE;
  for (const child of alternate ? [alternate] : nodesIn(node.args)) meterNode(child, inner, seen);
  if (alternate || node.op === "value") return;
  const prices = { text, list: LIST_PRICES.get(node.op) ?? FREE };
  node.setMeta("evaluate", COMPARISONS.has(node.op) ? compare : metered(evaluate, prices));
}

/** Whether a node calls a function that reads its operands character by character. */
function calls({ op, args }: Node): boolean {
  return (op === "call" || op === "rcall") && Array.isArray(args) && !SEARCHES.has(args[0]);
}

/** All nodes in a node's operands: a node, a list of nodes, or the parts of a loop. Names and literals are operands too. */
function nodesIn(operands: unknown): Node[] {
  if (typeof operands !== "object" || operands === null) return [];
  if ("setMeta" in operands) return [operands as Node];
  if ("step" in operands && "iterable" in operands) return [operands.iterable as Node, operands.step as Node];
  return Array.isArray(operands) ? operands.flatMap(nodesIn) : [];
}

function metered(evaluate: Evaluate, { text, list }: Prices): Evaluate {
  return (evaluator, node, context) => {
    spend(1);
    const result = evaluate(evaluator, node, context);
    if (typeof result === "string") spendText(result, text);
    else if (Array.isArray(result)) spend(result.length >> list);
    return result;
  };
}

const compare: Evaluate = (evaluator, node, context) => {
  const left = evaluator.run(node.left, context);
  const right = evaluator.run(node.right, context);
  spend(1 + stepsToCompare(node.op, left, right));
  return node.handle(left, right, node, evaluator);
};

/** The parts that a comparison looks at: those of the smaller value, or with `in` those of the list. */
function stepsToCompare(op: string, left: unknown, right: unknown): number {
  if (typeof right !== "object" || right === null) return 0;
  if (typeof left !== "object" || left === null) return Array.isArray(right) ? right.length * 2 : 0;
  const size = measure(right, originalOf);
  return (op === "in" ? size : Math.min(size, measure(left, originalOf))) >> SIZE_PER_STEP;
}

/** A part counts 16 characters, and comparing it takes as long as 4 steps. */
const SIZE_PER_STEP = 2;
