import { asClause, type Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Decision, Settled } from "../../module/contract.ts";

/** The findings of a module that only reads. */
interface Findings {
  /** The first requirement that is not met. */
  readonly fault: Fault | undefined;
  readonly result: ValueMap;
  /** The names of the result's fields, which are unknown while a requirement may still be met. */
  readonly fields: readonly string[];
}

/** The decision of a module that checks requirements, which may still be met within `wait` seconds. */
export function decideRequirements({ wait }: { readonly wait: number }, { fault, result, fields }: Findings): Decision {
  if (!fault) return { changes: [], result };
  if (wait === 0) return { changes: [], result, fault };
  const unknown = new Unknown(fault.message);
  return {
    changes: [],
    result: Object.fromEntries(fields.map((name) => [name, unknown])),
    unpredictable: fault.message,
    unmet: fault,
  };
}

/** Whether the requirements are met. With `wait: 0` it fails at once, because the fault says more than a time-out would. */
export function settleRequirements({ wait }: { readonly wait: number }, fault: Fault | undefined): Settled {
  if (!fault) return { is: "settled" };
  return wait === 0 ? { is: "failed", fault } : { is: "waiting", for: `the requirement: ${asClause(fault.message)}` };
}
