import { EvaluationError, type ASTNode } from "@marcbachmann/cel-js";
import { EvaluationAborted, isMissing } from "../evaluation-aborted.ts";

/** What `defined(…)` checks: a variable, and fields below it. */
interface Target {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Reads both `defined("x.y")` and `defined(x.y)`. */
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
 * Whether the variable and its fields exist.
 * @param getValue returns the variable as CEL sees it; throws `EvaluationAborted` if it does not exist
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
    if (error instanceof EvaluationAborted) return isDefinedDespite(error, fields.length);
    throw error;
  }
}

/** An unknown variable is defined; whether it has a field is unknown. */
function isDefinedDespite(aborted: EvaluationAborted, depth: number): boolean {
  const { outcome } = aborted;
  if (outcome.ok) {
    if (depth === 0) return true;
    throw aborted;
  }
  if (outcome.faults[0].code === "language/undefined") return false;
  throw aborted;
}

const MISSING: ReadonlySet<string> = new Set(["no_such_key", "index_out_of_bounds"]);

/** What a function returns; undefined if it reads a variable, a field or an element that does not exist. */
export function unlessMissing(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (isMissing(error) || (error instanceof EvaluationError && MISSING.has(error.code))) return undefined;
    throw error;
  }
}
