import { good, type Outcome } from "../../errors/fault.ts";
import { evaluateCondition } from "../../language/condition.ts";
import type { Expression } from "../../language/cel/expression.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { Unknown } from "../../model/unknown.ts";

export type Verdict =
  | { readonly is: "true" }
  | { readonly is: "false"; readonly text: string }
  | { readonly is: "unknown"; readonly reason: string };

/** Whether all conditions hold. One that is false decides, even if others are unknown. */
export function allHold(conditions: readonly Expression[], scope: Scope): Outcome<Verdict> {
  let unknown: Verdict | undefined;
  for (const condition of conditions) {
    const holds = evaluateCondition(condition, scope);
    if (!holds.ok) return holds;
    if (holds.value === false) return good({ is: "false", text: condition.text });
    if (holds.value instanceof Unknown) unknown ??= { is: "unknown", reason: holds.value.reason };
  }
  return good(unknown ?? { is: "true" });
}
