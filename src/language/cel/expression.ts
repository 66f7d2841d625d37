import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { parseCel } from "./environment.ts";
import { commentFault, compileFault, evaluationFault, wordFault } from "./faults.ts";
import { evaluating } from "./functions.ts";
import { filesIn } from "./files.ts";
import { factsIn, namesIn, pathsIn } from "./names.ts";
import { contextOf, fromCel, type Evaluation } from "./view.ts";
import { abortWith, toOutcome } from "../evaluation-aborted.ts";
import { exceptionFault } from "../exception-fault.ts";
import { originInExpression } from "./slices.ts";
import { remembered } from "../parsing/remembered.ts";
import type { FileUse, NameUse, Scope } from "../scope-interface.ts";

/** A compiled CEL expression. */
export interface Expression {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  /** The files that functions such as `file` name literally. */
  readonly files: readonly FileUse[];
  /** The facts that it reads, see `factsIn`. */
  readonly facts: readonly string[];
  /** The paths that it reads, each an expression itself: used to explain why a condition does not hold. */
  paths(): readonly string[];
  evaluate(scope: Scope): Outcome<Value>;
}

const PYTHON_WORDS: ReadonlySet<string> = new Set(["True", "False", "None"]);

/** A parsed expression, and what is found in it. */
interface Parsed extends ReturnType<typeof parseCel> {
  readonly names: ReturnType<typeof namesIn>;
  readonly files: ReturnType<typeof filesIn>;
  readonly facts: readonly string[];
}

const parsedCel = remembered((text): Parsed => {
  const { ast, run } = parseCel(text);
  return { ast, run: reentrant(text, run), names: namesIn(ast), files: filesIn(ast), facts: factsIn(ast) };
});

/**
 * Compiles a CEL expression. Type errors that its text alone reveals are faults now, all others when it is evaluated.
 * @param at the position of the text's first character
 */
export function compileExpression(text: string, at: Origin): Outcome<Expression> {
  const comment = commentFault(text, at);
  if (comment) return bad(comment);
  const parsed = parse(text, at);
  if (!parsed.ok) return parsed;
  const { ast, run, facts } = parsed.value;
  const names = parsed.value.names.map(({ start, end, ...found }) => {
    return { ...found, origin: originInExpression(at, text, { start, end }) };
  });
  const files = parsed.value.files.map(({ start, end, ...found }) => {
    return { ...found, origin: originInExpression(at, text, { start, end }) };
  });
  const word = names.find(({ name }) => PYTHON_WORDS.has(name));
  if (word) return bad(wordFault(text, word.name, word.origin));
  const evaluate = (scope: Scope) => evaluateIn(scope, { text, at, names, run });
  return good({
    text,
    origin: at,
    names,
    files,
    facts,
    paths: () => pathsIn(ast),
    evaluate,
  });
}

function parse(text: string, at: Origin): Outcome<Parsed> {
  try {
    return good(parsedCel(text));
  } catch (error) {
    return bad(compileFault(error, text, at) ?? exceptionFault(error, at));
  }
}

/**
 * CEL keeps the state of a loop in the parsed expression. An expression that is evaluated while it is being evaluated, because a variable
 * that it reads depends on it in another scope, is parsed again.
 */
function reentrant(text: string, run: Parsed["run"]): Parsed["run"] {
  let running = false;
  return (context) => {
    if (running) return parseCel(text).run(context);
    running = true;
    try {
      return run(context);
    } finally {
      running = false;
    }
  };
}

interface Compiled {
  readonly text: string;
  readonly at: Origin;
  readonly names: readonly NameUse[];
  readonly run: Parsed["run"];
}

function evaluateIn(scope: Scope, { text, at, names, run }: Compiled): Outcome<Value> {
  const originOfName = (name: string) => names.find((use) => use.name === name)?.origin ?? at;
  const evaluation: Evaluation = { text, at, scope, exposure: { secret: false }, originOfName, missed: undefined };
  return toOutcome(() => {
    try {
      return evaluating(evaluation, () => fromCel(run(contextOf(evaluation)), evaluation, at));
    } catch (error) {
      const fault = evaluationFault(error, evaluation);
      throw fault ? abortWith(fault) : error;
    }
  }, at);
}
