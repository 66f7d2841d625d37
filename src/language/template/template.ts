import { isNonEmpty } from "../../model/non-empty.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { conceal } from "../exposure.ts";
import { requireAllKnown, toOutcome } from "../evaluation-aborted.ts";
import { exceptionFault } from "../exception-fault.ts";
import { findStatements, mayHaveStatements } from "../jinja/statements.ts";
import type { FileUse, NameUse, Scope } from "../scope-interface.ts";
import { compileProgram } from "./body.ts";
import { compileOperand } from "./operand.ts";
import { newFrame, type Evaluate } from "./frame.ts";
import { loneMustache, type Program } from "./parse.ts";
import { readTemplate } from "./read.ts";
import { newCompilation, type Compilation, type Partials } from "./compilation.ts";

/** A compiled Handlebars template. */
export interface Template {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  /** The files that functions such as `file` name literally. */
  readonly files: readonly FileUse[];
  /** The facts that it reads, see `factsOf`. */
  readonly facts: readonly string[];
  /** Returns the text or, for a lone `{{ path }}`, a value of any type. An unknown in it makes the whole result unknown. */
  render(scope: Scope): Outcome<Value>;
}

/** Whether a text contains template syntax, or that of Jinja, which compiling it rejects. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || (mayHaveStatements(text) && findStatements(text).length > 0);
}

/**
 * Compiles a template to closures. Handlebars only parses it: its own runtime ignores missing names in arguments, conditions and
 * nested paths, adds up neighbouring numbers unless it escapes, and takes several times as long to compile.
 * @param at the position of the text's first character
 * @param kind a value that consists of one `{{ }}` keeps its type; a file is always text
 */
export function compileTemplate(text: string, at: Origin, kind: "value" | "file"): Outcome<Template> {
  return compileWith(text, kind, newCompilation(text, at));
}

/** Compiles the text of a template file, which may use partials. */
export function compileFile(text: string, at: Origin, partials: Partials): Outcome<Template> {
  return compileWith(text, "file", newCompilation(text, at, partials));
}

function compileWith(text: string, kind: "value" | "file", compilation: Compilation): Outcome<Template> {
  const { at, names, files, facts } = compilation;
  try {
    const program = readTemplate(text, compilation);
    const evaluate = compileWhole(program, kind, compilation);
    const faults: readonly Fault[] = compilation.faults;
    if (isNonEmpty(faults)) return bad(...faults);
    return good({ text, origin: at, names, files, facts: [...facts], render: (scope) => render(evaluate, scope, at) });
  } catch (error) {
    return bad(exceptionFault(error, at));
  }
}

function compileWhole(program: Program | undefined, kind: "value" | "file", compilation: Compilation): Evaluate {
  const lone = kind === "value" && program ? loneMustache(program) : undefined;
  if (lone) return compileOperand(lone, compilation);
  const body = compileProgram(program, compilation);
  return (frame) => {
    body(frame);
    return frame.run.text.join("");
  };
}

function render(evaluate: Evaluate, scope: Scope, at: Origin): Outcome<Value> {
  return toOutcome(() => {
    const frame = newFrame(scope);
    const value = requireAllKnown(evaluate(frame));
    return frame.run.exposure.secret ? conceal(value) : value;
  }, at);
}
