import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { parseCel } from "./environment.ts";
import { compileFault, evaluationFault } from "./faults.ts";
import { namesIn, pathsIn } from "./names.ts";
import { contextOf, fromCel, type Evaluation } from "./view.ts";
import { abortWith, toOutcome } from "../evaluation-aborted.ts";
import { originOfRange } from "../position.ts";
import type { NameUse, Scope } from "../scope-interface.ts";

/** A compiled CEL expression. */
export interface Expression {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  /** The paths that it reads, each an expression itself: used to explain why a condition does not hold. */
  paths(): readonly string[];
  evaluate(scope: Scope): Outcome<Value>;
}

type Parsed = ReturnType<typeof parseCel>;

/**
 * Compiles a CEL expression. Type errors that its text alone reveals are faults now, all others when it is evaluated.
 * @param at the position of the text's first character
 */
export function compileExpression(text: string, at: Origin): Outcome<Expression> {
  const parsed = parse(text, at);
  if (!parsed.ok) return parsed;
  const names = namesIn(parsed.value.ast).map(({ name, start, end }) => {
    return { name, origin: originOfRange(at, text, { start, end }) };
  });
  const evaluate = (scope: Scope) => evaluateIn(scope, { text, at, names, run: parsed.value.run });
  return good({ text, origin: at, names, paths: () => pathsIn(parsed.value.ast), evaluate });
}

function parse(text: string, at: Origin): Outcome<Parsed> {
  try {
    return good(parseCel(text));
  } catch (error) {
    const fault = compileFault(error, text, at);
    if (fault) return bad(fault);
    throw error;
  }
}

interface Compiled {
  readonly text: string;
  readonly at: Origin;
  readonly names: readonly NameUse[];
  readonly run: Parsed["run"];
}

function evaluateIn(scope: Scope, { text, at, names, run }: Compiled): Outcome<Value> {
  const originOfName = (name: string) => names.find((use) => use.name === name)?.origin ?? at;
  const evaluation: Evaluation = {
    text,
    at,
    scope,
    exposure: { secret: false },
    originOfName,
    originals: new WeakMap(),
    missed: undefined,
  };
  const abortOrRethrow = (fault: Fault | undefined, error: unknown) => {
    if (fault) throw abortWith(fault);
    throw error;
  };
  return toOutcome(() => {
    try {
      return fromCel(run(contextOf(evaluation)), evaluation, at);
    } catch (error) {
      return abortOrRethrow(evaluationFault(error, evaluation), error);
    }
  });
}
