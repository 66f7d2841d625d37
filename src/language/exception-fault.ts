import { languageFault } from "../errors/catalogue/language.ts";
import type { Fault } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import { LimitExceeded, MAX_STEPS, MAX_TEXT } from "./limits/budget.ts";

/** The fault for an exception while a template or an expression is compiled or evaluated: of a limit, or of a defect. */
export function exceptionFault(error: unknown, origin: Origin): Fault {
  if (error instanceof LimitExceeded) return limitFault(error, origin);
  const problem = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && /call stack/.test(problem))
    return languageFault("language/too-deep", {}, { origin });
  if (error instanceof RangeError && /^Invalid (string|array) length|Array buffer allocation/.test(problem)) {
    return limitFault(new LimitExceeded("text"), origin);
  }
  return languageFault("language/defect", { problem }, { origin });
}

function limitFault({ limit }: LimitExceeded, origin: Origin): Fault {
  switch (limit) {
    case "steps":
      return languageFault("language/too-long", { steps: MAX_STEPS }, { origin });
    case "depth":
      return languageFault("language/too-deep", {}, { origin });
    case "time":
      return languageFault("language/slow-pattern", {}, { origin });
    case "text":
      return languageFault("language/too-large", { what: "text", limit: MAX_TEXT }, { origin });
  }
}
