import type { Value } from "../../model/value.ts";
import { sizeOf } from "../limits/value-size.ts";
import { LimitExceeded, MAX_TEXT } from "../limits/budget.ts";
import type { Scope } from "../scope-interface.ts";
import type { Parameter } from "./parameters.ts";

/** A call of a function, and its result. It documents the function, and a test makes it in both languages. */
export interface Example {
  readonly args: readonly Value[];
  readonly result: Value;
}

/** A function that templates call as a helper, and expressions as a function or a method. */
export interface LanguageFunction {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** The type of the result, in words. */
  readonly result: string;
  readonly examples: readonly [Example, ...Example[]];
  /** The minimum and maximum number of arguments. */
  readonly arity: readonly [number, number];
  /** It does not look inside its arguments, so unknowns and secrets inside them do not affect its result. */
  readonly shallow?: true;
  /** Its result may be a secret, because it reads more than its arguments. */
  readonly reads?: true;
  /** Its first argument names files of the controller; an argument after it stands for those that do not exist. */
  readonly files?: true;
  /** Checks the arguments and computes the result; throws Misuse and LimitExceeded. The number of arguments fits the arity. */
  readonly call: (args: readonly Value[], scope: Scope) => Value;
}

type Read<P> = P extends Parameter<infer T> ? T : never;

interface Definition<P extends readonly Parameter[]> {
  readonly name: string;
  readonly summary: string;
  readonly parameters: P;
  readonly result: string;
  readonly examples: LanguageFunction["examples"];
  readonly shallow?: true;
  readonly files?: true;
  readonly run: (...args: { -readonly [K in keyof P]: Read<P[K]> }) => Value;
}

/** Makes a function that also reads the scope of its call. */
export function defineLookup<const P extends readonly Parameter[]>(
  definition: Omit<Definition<P>, "run"> & {
    readonly look: (scope: Scope, ...args: { -readonly [K in keyof P]: Read<P[K]> }) => Value;
  },
): LanguageFunction {
  const { look, ...described } = definition;
  const compute = look as (scope: Scope, ...args: readonly unknown[]) => Value;
  const call = (args: readonly Value[], scope: Scope) =>
    limited(compute(scope, ...readAll(definition.parameters, args)));
  return { ...described, reads: true, arity: arityOf(definition.parameters), call };
}

function arityOf(parameters: readonly Parameter[]): LanguageFunction["arity"] {
  const least = parameters.filter((parameter) => parameter.optional === undefined).length;
  return [least, parameters.some((parameter) => parameter.many) ? Infinity : parameters.length];
}

/** Makes a function of its definition: its parameters check the arguments before they reach `run`. */
export function define<const P extends readonly Parameter[]>(definition: Definition<P>): LanguageFunction {
  const { run, ...described } = definition;
  const { parameters } = definition;
  // The arguments are those that the parameters have read, in their order.
  const compute = run as (...args: readonly unknown[]) => Value;
  const call = (args: readonly Value[]) => limited(compute(...readAll(parameters, args)));
  return { ...described, arity: arityOf(parameters), call };
}

function readAll(parameters: readonly Parameter[], args: readonly Value[]): readonly unknown[] {
  return parameters.map((parameter, position) => {
    if (parameter.many)
      return args.slice(position).flatMap((value, index) => parameter.read(value, position + index) as unknown[]);
    const value = args[position];
    return value === undefined ? undefined : parameter.read(value, position);
  });
}

/** A result that is too large is an error here, before a variable keeps it. */
function limited(result: Value): Value {
  if (sizeOf(result) > MAX_TEXT * 2) throw new LimitExceeded("text");
  return result;
}

/** What is wrong with a number of arguments; undefined if it fits. */
export function arityProblem([min, max]: LanguageFunction["arity"], count: number): string | undefined {
  if (count >= min && count <= max) return undefined;
  const expected = min === max ? `${min}` : max === Infinity ? `at least ${min}` : `${min} to ${max}`;
  return `takes ${expected} ${expected === "1" ? "argument" : "arguments"}, not ${count}`;
}
