import { EvaluationError, type ASTNode } from "@marcbachmann/cel-js";
import { compilePattern, matchPattern, type Pattern } from "../pattern/pattern.ts";

/**
 * The name under which `matches` of ours is registered. CEL's own cannot be replaced, and it uses JavaScript's RegExp, which a target can
 * block for ever with the text that it prints.
 */
export const MATCHES = "linearMatches";

/** A pattern that is not valid, with a hint. CEL adds the position of the call. */
export class InvalidPattern extends EvaluationError {
  readonly hint: string;

  constructor({ problem, hint }: { problem: string; hint: string }, node?: ASTNode) {
    super({ code: "invalid_pattern", message: problem, ...(node && { node }) });
    this.hint = hint;
  }
}

/** Whether a pattern matches anywhere in a text. */
export function matches(text: string, pattern: string): boolean {
  return matchPattern(patternOf(pattern), text);
}

/** Makes an expression call our `matches`; throws InvalidPattern for a pattern that is written in it and not valid. */
export function useOwnMatches(node: ASTNode): void {
  if ((node.op !== "call" && node.op !== "rcall") || node.args[0] !== "matches") return;
  node.args[0] = MATCHES;
  const pattern = node.op === "call" ? node.args[1][1] : node.args[2][0];
  if (pattern?.op === "value" && typeof pattern.args === "string") patternOf(pattern.args, pattern);
}

function patternOf(text: string, node?: ASTNode): Pattern {
  const compiled = compilePattern(text);
  if (compiled.ok) return compiled.pattern;
  throw new InvalidPattern(compiled.problem, node);
}
