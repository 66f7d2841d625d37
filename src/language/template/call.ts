import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { expose } from "../exposure.ts";
import { allKnown, abortWith, known } from "../evaluation-aborted.ts";
import { Misuse, type Arguments } from "../helper-arguments.ts";
import type { Helper } from "../helpers.ts";
import { faulty, originOf, type Compilation } from "./compilation.ts";
import type { Evaluate, Frame } from "./frame.ts";
import type { Call } from "./parse.ts";

interface HelperCall {
  readonly call: Call;
  readonly helper: Helper;
  readonly operands: readonly Evaluate[];
}

/** Compiles a helper's call; its arguments are evaluated only when the helper asks for them. */
export function compileCall({ call, helper, operands }: HelperCall, compilation: Compilation): Evaluate {
  const origin = originOf(call.path, compilation);
  const wrong = wrongCall(call, helper);
  if (wrong) return faulty(misuseFault(helper, wrong, origin), compilation);
  const origins = call.params.map((parameter) => originOf(parameter, compilation));
  return (frame) => {
    try {
      return known(helper.run(argumentsIn(frame, operands, helper)));
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      throw abortWith(misuseFault(helper, error.problem, origins[error.position ?? -1] ?? origin));
    }
  };
}

function argumentsIn(frame: Frame, operands: readonly Evaluate[], { shallow }: Helper): Arguments {
  const value = (position: number): Value => {
    const operand = operands[position];
    if (!operand) throw new Misuse("needs one more argument");
    return shallow ? operand(frame) : expose(allKnown(operand(frame)), frame.run.exposure);
  };
  return { count: operands.length, value };
}

function wrongCall({ params, hash }: Call, { arity: [least, most] }: Helper): string | undefined {
  // The parser leaves `hash` out where there are no named arguments, against its own types.
  if ((hash as unknown) !== undefined) return "takes no named arguments";
  const count = params.length;
  if (count >= least && count <= most) return undefined;
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  return `takes ${wanted} ${wanted === "1" ? "argument" : "arguments"}, not ${count}`;
}

function misuseFault({ name, example }: Helper, problem: string, origin: Origin): Fault {
  return languageFault("language/helper-argument", { helper: name, problem, example: example.write }, { origin });
}
