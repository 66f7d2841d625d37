import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { spend, spendText } from "../limits/budget.ts";
import { expose } from "../exposure.ts";
import { requireAllKnown, abortWith, requireKnown } from "../evaluation-aborted.ts";
import { arityProblem } from "../functions/define.ts";
import { Misuse, type Arguments } from "../helper-arguments.ts";
import type { Helper } from "../helpers.ts";
import { sizeOf } from "../limits/value-size.ts";
import { originOf, recordFault, type Compilation } from "./compilation.ts";
import type { Evaluate, Frame } from "./frame.ts";
import type { Call } from "./parse.ts";

interface HelperCall {
  readonly call: Call;
  readonly helper: Helper;
  readonly operands: readonly Evaluate[];
}

/** Compiles a helper call; its arguments are evaluated only when the helper reads them. */
export function compileCall({ call, helper, operands }: HelperCall, compilation: Compilation): Evaluate {
  const origin = originOf(call.path, compilation);
  const problem = callProblem(call, helper);
  if (problem) return recordFault(misuseFault(helper, problem, origin), compilation);
  const origins = call.params.map((parameter) => originOf(parameter, compilation));
  return (frame) => {
    try {
      const result = requireKnown(helper.run(argumentsIn(frame, operands, helper)));
      if (typeof result === "string") spendText(result);
      return result;
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      throw abortWith(misuseFault(helper, error.problem, origins[error.position ?? -1] ?? origin));
    }
  };
}

/** An argument is copied and compared in the time of one step for each 16 characters, which is what a number counts. */
const SIZE_PER_STEP = 4;

function argumentsIn(frame: Frame, operands: readonly Evaluate[], { shallow }: Helper): Arguments {
  const value = (position: number): Value => {
    const operand = operands[position];
    if (!operand) throw new Misuse("needs one more argument");
    const argument = operand(frame);
    if (shallow) return argument;
    spend(1 + (sizeOf(argument) >> SIZE_PER_STEP));
    return expose(requireAllKnown(argument), frame.run.exposure);
  };
  return { count: operands.length, scope: frame.run.scope, value };
}

function callProblem({ params, hash }: Call, { arity }: Helper): string | undefined {
  // Contrary to the parser's types, `hash` is missing if there are no named arguments.
  if ((hash as unknown) !== undefined) return "takes no named arguments";
  return arityProblem(arity, params.length);
}

function misuseFault({ name, example }: Helper, problem: string, origin: Origin): Fault {
  return languageFault("language/helper-argument", { helper: name, problem, example: example.template }, { origin });
}
