import { EvaluationError, type ASTNode, type Environment } from "@marcbachmann/cel-js";
import { Secret } from "../../model/secret.ts";
import type { Value } from "../../model/value.ts";
import { requireAllKnown } from "../evaluation-aborted.ts";
import { expose } from "../exposure.ts";
import { arityProblem, type LanguageFunction } from "../functions/define.ts";
import { exampleInCel } from "../functions/examples.ts";
import { FUNCTIONS, FUNCTION_BY_NAME } from "../functions/table.ts";
import { Misuse } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { sizeOf } from "../limits/value-size.ts";
import { fromCel, toCel, view, type Evaluation } from "./view.ts";

/** CEL has functions with a fixed number of arguments: the most that one with any number of arguments takes. */
const MOST_ARGUMENTS = 8;

const SYNCHRONOUS = { async: false };

/** A call of one of our functions with arguments that it does not take. CEL adds the position of the call. */
export class MisusedFunction extends EvaluationError {
  readonly misuse: { readonly helper: string; readonly problem: string; readonly example: string };
  /** The number of the wrong argument, from 0; undefined if the whole call is wrong. */
  readonly position: number | undefined;

  constructor(fn: LanguageFunction, { problem, position }: Misuse, node?: ASTNode) {
    super({ code: "misused_function", message: problem, ...(node && { node }) });
    this.misuse = { helper: fn.name, problem, example: exampleInCel(fn, fn.examples[0]) };
    this.position = position;
  }
}

/**
 * Registers all functions, as f(x, y) and as x.f(y). CEL's own of the same name and number of arguments keep their meaning. The arguments
 * have no types in CEL: the functions check them, and know better what is wrong.
 */
export function registerFunctions(environment: Environment): void {
  const own: readonly Declared[] = environment.getDefinitions().functions;
  const ownOf = (key: string) => own.filter((declared) => keyOf(declared) === key);
  const taken = new Set(own.map(keyOf));
  for (const fn of FUNCTIONS) {
    const [least, most] = fn.arity;
    for (let count = least; count <= Math.min(most, MOST_ARGUMENTS); count++) {
      const types = Array.from({ length: count }, () => "dyn");
      // A handler of its own for each form: CEL remembers at the handler how to call it.
      const register = (start: string, given: readonly string[]) => {
        const handler = (...operands: readonly unknown[]) => answer(fn, operands);
        environment.registerFunction(`${start}${fn.name}(${given.join(", ")}): dyn`, handler, SYNCHRONOUS);
      };
      if (!taken.has(`call:${fn.name}:${count}`)) register("", types);
      for (const receiver of receivers(
        taken.has(`rcall:${fn.name}:${count - 1}`) ? ownOf(`rcall:${fn.name}:${count - 1}`) : [],
      )) {
        register(`${receiver}.`, types.slice(1));
      }
    }
  }
}

/** The types of receivers for our method. CEL's own method, unless it is one of bytes, leaves none. */
function receivers(own: readonly Declared[]): readonly string[] {
  if (own.length === 0) return ["dyn"];
  if (own.some(({ receiverType }) => receiverType !== "bytes")) return [];
  return ["string", "int", "double", "bool", "list", "map"];
}

interface Declared {
  readonly name: string;
  readonly receiverType: string | null;
  readonly params: readonly unknown[];
}

function keyOf({ name, receiverType, params }: Declared): string {
  return `${receiverType === null ? "call" : "rcall"}:${name}:${params.length}`;
}

/** Checks a call as far as its text shows what is wrong: the number of arguments, and those that are literals. Throws MisusedFunction. */
export function checkCall(node: ASTNode, declared: ReadonlySet<string>): void {
  if (node.op !== "call" && node.op !== "rcall") return;
  const fn = FUNCTION_BY_NAME.get(node.args[0]);
  if (!fn) return;
  const operands = operandsOf(node);
  const problem = arityProblem(fn.arity, operands.length);
  const key = `${node.op}:${fn.name}:${node.op === "call" ? operands.length : operands.length - 1}`;
  if (problem === undefined || declared.has(key)) return;
  throw new MisusedFunction(fn, new Misuse(problem), node);
}

/** The functions that CEL itself or `registerFunctions` declared, as `checkCall` needs them. */
export function declaredIn(environment: Environment): ReadonlySet<string> {
  return new Set(environment.getDefinitions().functions.map(keyOf));
}

/** The operands of a call; of a method, its receiver is the first. */
export function operandsOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === "call") return node.args[1];
  return node.op === "rcall" ? [node.args[1], ...node.args[2]] : [];
}

// An evaluation never waits, so the functions that are called belong to the one that began last.
let current: Evaluation | undefined;

/** Runs an evaluation whose calls of our functions read secrets and unknowns for it. */
export function evaluating<T>(evaluation: Evaluation, run: () => T): T {
  const outer = current;
  current = evaluation;
  try {
    return run();
  } finally {
    current = outer;
  }
}

function answer(fn: LanguageFunction, operands: readonly unknown[]): unknown {
  const evaluation = current;
  if (!evaluation) throw new Error(`${fn.name} is called outside an evaluation`);
  try {
    const given = operands.map((operand) => argument(operand, fn, evaluation));
    const result = fn.call(given, evaluation.scope);
    spend(1 + (sizeOf(result) >> SIZE_PER_STEP));
    return fn.shallow || fn.reads ? view(result, evaluation) : toCel(result, evaluation);
  } catch (error) {
    throw error instanceof Misuse ? new MisusedFunction(fn, error) : error;
  }
}

/** An argument is copied in the time of one step for each 16 characters, which is what a number counts. */
const SIZE_PER_STEP = 4;

function argument(operand: unknown, { shallow }: LanguageFunction, evaluation: Evaluation): Value {
  const value = fromCel(operand, evaluation, evaluation.at, shallow ? "shallow" : "deep");
  if (shallow) return value instanceof Secret ? expose(value, evaluation.exposure) : value;
  spend(1 + (sizeOf(value) >> SIZE_PER_STEP));
  return expose(requireAllKnown(value), evaluation.exposure);
}
