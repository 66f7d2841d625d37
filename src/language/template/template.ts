import { isNonEmpty } from "../../model/non-empty.ts";
import { bad, good, type Fault, type Faults, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { conceal } from "../exposure.ts";
import { requireAllKnown, toOutcome } from "../evaluation-aborted.ts";
import type { NameUse, Scope } from "../scope-interface.ts";
import { compileProgram } from "./body.ts";
import { compileOperand } from "./operand.ts";
import { newFrame, type Evaluate } from "./frame.ts";
import { loneMustache, parseTemplate, type Program } from "./parse.ts";
import { parseRepeatedly } from "./repeated-parse.ts";
import { newCompilation, type Compilation, type Partials } from "./compilation.ts";

/** A compiled Handlebars template. */
export interface Template {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  /** Returns the text or, for a lone `{{ path }}`, a value of any type. An unknown in it makes the whole result unknown. */
  render(scope: Scope): Outcome<Value>;
}

/** Whether a text contains template syntax. */
export function isTemplate(text: string): boolean {
  return text.includes("{{");
}

/**
 * Compiles a template to closures. Handlebars only parses it: its own runtime ignores missing names in arguments, conditions and
 * nested paths, adds up neighbouring numbers unless it escapes, and takes several times as long to compile.
 * @param at the position of the text's first character
 * @param kind a value that consists of one `{{ }}` keeps its type; a file is always text
 */
export function compileTemplate(text: string, at: Origin, kind: "value" | "file"): Outcome<Template> {
  return compileWith(text, kind, newCompilation(at));
}

/** Compiles the text of a template file, which may use partials. */
export function compileFile(text: string, at: Origin, partials: Partials): Outcome<Template> {
  return compileWith(text, "file", newCompilation(at, partials));
}

function compileWith(text: string, kind: "value" | "file", compilation: Compilation): Outcome<Template> {
  const { at } = compilation;
  const parsed = parseTemplate(text, at);
  if (!parsed.ok) return allFaults({ text, kind, first: parsed.faults }, compilation);
  const evaluate = compileWhole(parsed.value, kind, compilation);
  const { names } = compilation;
  const faults: readonly Fault[] = compilation.faults;
  if (isNonEmpty(faults)) return bad(...faults);
  return good({ text, origin: at, names, render: (scope) => render(evaluate, scope, at) });
}

/** All faults of a text with a syntax error: the syntax errors that can be told apart, and what is wrong in the rest. */
function allFaults({ text, kind, first }: Unparsed, compilation: Compilation): Outcome<never> {
  const { faults, program } = parseRepeatedly(text, compilation.at, first);
  if (program) compileWhole(program, kind, compilation);
  return bad(...faults, ...compilation.faults);
}

interface Unparsed {
  readonly text: string;
  readonly kind: "value" | "file";
  /** The faults with which the parser stopped. */
  readonly first: Faults;
}

function compileWhole(program: Program, kind: "value" | "file", compilation: Compilation): Evaluate {
  const lone = kind === "value" ? loneMustache(program) : undefined;
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
