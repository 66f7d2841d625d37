import type { ASTNode } from "@marcbachmann/cel-js";

const RELATIONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);
const NUMBER = "(?:int|double)";

/** What to write instead of an operation that does not accept its operands, with the operands as written. */
export function overloadHint(
  node: ASTNode | undefined,
  { code, summary }: { code: string; summary: string },
): string | undefined {
  if (code === "invalid_logical_operand" && (node?.op === "||" || node?.op === "&&")) return choiceHint(node.args);
  if (node?.op === "rcall" && node.args[0] === "contains" && /'(dyn<)?list/.test(summary)) {
    return `Write ${node.args[2].map(source).join(", ")} in ${source(node.args[1])}.`;
  }
  if (node?.op === "rcall" && node.args[0] === "join" && /'(dyn<)?list/.test(summary)) {
    return `Write ${receiver(node.args[1])}.map(each, string(each)).join(${node.args[2].map(source).join(", ")}).`;
  }
  const back = node?.op === "[]" ? /^-\s*(\d+)$/.exec(source(node.args[1]))?.[1] : undefined;
  if (node?.op === "[]" && back !== undefined) {
    const list = source(node.args[0]);
    return `Write ${list}[size(${list}) - ${back}].`;
  }
  if (node?.op === "call" && node.args[0] === "range" && node.args[1].length === 2) {
    const [from = "", to = ""] = node.args[1].map(source);
    return `Write range(${to} - ${from}).map(each, each + ${from}).`;
  }
  if (code === "index_out_of_bounds" || /^index out of bounds/i.test(summary))
    return "Lists are counted from 0: compare the index with size(…) first.";
  const types = /^no such overload: (.*)$/.exec(summary)?.[1];
  if (!node || types === undefined) return undefined;
  if (node.op === "!_") return `Write a comparison: ${source(node.args)} == "", ${source(node.args)} == 0.`;
  if (node.op !== "in" && node.op !== "+" && !RELATIONS.has(node.op)) return undefined;
  return binaryHint(node.op, withoutDyn(types), node.args as [ASTNode, ASTNode]);
}

/** CEL's types of values without its mark that they are known only now. */
export function withoutDyn(types: string): string {
  let plain = types;
  for (let before = ""; before !== plain; plain = plain.replace(/dyn<([^<>]*(?:<[^<>]*>)?[^<>]*)>/g, "$1"))
    before = plain;
  return plain;
}

/** `a == "x" || "y"`: what is meant is `a in ["x", "y"]`. */
function choiceHint([left, right]: readonly [ASTNode, ASTNode]): string | undefined {
  if (left.op !== "==" || right.op !== "value") return undefined;
  const [value, first] = left.args;
  return `Write ${source(value)} in [${source(first)}, ${source(right)}].`;
}

/** What is missing at the end of an expression. */
export function endHint(text: string): string | undefined {
  const operator = /(&&|\|\||[=!<>]=|[-+*\/%<>!?:,.])\s*$/.exec(text)?.[1];
  if (operator !== undefined) return `Write a value after ${operator}, or remove it.`;
  const bare = text.replace(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/g, "");
  const count = (char: string) => bare.split(char).length;
  for (const [open, close] of [
    ["(", ")"],
    ["[", "]"],
    ["{", "}"],
  ] as const) {
    if (count(open) > count(close)) return `Write ${close} where ${open} ends.`;
  }
  return bare.includes("?") ? "Write both values of a choice: condition ? a : b." : undefined;
}

function binaryHint(operator: string, types: string, [left, right]: readonly [ASTNode, ASTNode]): string | undefined {
  const [a, b] = [source(left), source(right)];
  if (operator === "in") return /^(?:int|double) in string$/.test(types) ? `Write string(${a}) in ${b}.` : undefined;
  if (RELATIONS.has(operator) && RELATIONS.has(left.op)) {
    const [, middle] = left.args as [ASTNode, ASTNode];
    return `Write ${a} && ${source(middle)} ${operator} ${b}.`;
  }
  if (RELATIONS.has(operator) && /^(list|map)/.test(types)) return `Write size(${a}) ${operator} ${b}.`;
  if (RELATIONS.has(operator) && /^null/.test(types)) return `Write ${a} != null && ${a} ${operator} ${b}.`;
  const convert = operator === "+" ? "string" : "int";
  const [first, second] = operator === "+" ? [NUMBER, "string"] : ["string", NUMBER];
  if (matches(types, first, second)) return `Write ${convert}(${a}) ${operator} ${b}.`;
  return matches(types, second, first) ? `Write ${a} ${operator} ${convert}(${b}).` : undefined;
}

function matches(types: string, left: string, right: string): boolean {
  return new RegExp(`^${left} \\S+ ${right}$`).test(types);
}

/** An operand as written. */
function source({ input, start, end }: ASTNode): string {
  return input.slice(start, end);
}

/** An operand before a dot: in parentheses, unless it is a path, a call or a literal. */
function receiver(node: ASTNode): string {
  const isOne = ["id", ".", "[]", "call", "rcall", "value"].includes(node.op);
  return isOne ? source(node) : `(${source(node)})`;
}
