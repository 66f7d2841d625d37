import type { ASTNode } from "@marcbachmann/cel-js";
import { EvaluationAborted } from "../evaluation-aborted.ts";

/** What `defined(…)` asks for: a variable, and fields below it. */
interface Target {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Reads `defined("x.y")` and `defined(x.y)` alike. */
export function definedTarget(node: ASTNode | undefined): Target | undefined {
  const fields: string[] = [];
  let current = node;
  while (current?.op === ".") {
    fields.unshift(current.args[1]);
    current = current.args[0];
  }
  if (current?.op === "id") return { name: current.args, fields };
  if (current?.op !== "value" || typeof current.args !== "string" || fields.length > 0) return undefined;
  const [name, ...rest] = current.args.split(".");
  return name ? { name, fields: rest } : undefined;
}

/**
 * Whether there is such a variable, with such fields.
 * @param getValue gives the variable as CEL sees it; throws a `EvaluationAborted` where there is none
 */
export function isDefined({ name, fields }: Target, getValue: (name: string) => unknown): boolean {
  try {
    let current = getValue(name);
    for (const field of fields) {
      if (typeof current !== "object" || current === null || !Object.hasOwn(current, field)) return false;
      current = (current as Readonly<Record<string, unknown>>)[field];
    }
    return true;
  } catch (error) {
    if (error instanceof EvaluationAborted) return answerOf(error, fields.length);
    throw error;
  }
}

/** An unknown variable is there all the same; below it nothing can be told. */
function answerOf(aborted: EvaluationAborted, depth: number): boolean {
  const { outcome } = aborted;
  if (outcome.ok) {
    if (depth === 0) return true;
    throw aborted;
  }
  if (outcome.faults[0].code === "language/undefined") return false;
  throw aborted;
}
