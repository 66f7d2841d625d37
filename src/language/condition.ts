import { languageFault } from "../errors/catalogue/language.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, isMap, isNumber, type Value } from "../model/value.ts";
import { describe } from "./describe.ts";
import type { Expression } from "./cel/expression.ts";
import type { Scope } from "./scope-interface.ts";

/** Evaluates an expression that must be true or false: `when`, `until`, `failed_when` or an argument that is a condition. */
export function evaluateCondition(expression: Expression, scope: Scope): Outcome<boolean | Unknown> {
  const outcome = expression.evaluate(scope);
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  if (typeof value === "boolean" || value instanceof Unknown) return good(value);
  const { text, origin } = expression;
  return bad(languageFault("language/not-boolean", { what: describe(value), hint: hintFor(value, text) }, { origin }));
}

function hintFor(value: Value, text: string): string {
  const shown = /^[\w.]+$/.test(text) ? text : `(${text})`;
  if (typeof value === "string" && /^(yes|no|true|false|on|off)$/i.test(value)) {
    return `Write true or false without quotes where the string "${value}" is set, or write ${shown} == "${value}" here.`;
  }
  if (isNumber(value)) return `Write a comparison: ${shown} == 0, ${shown} > 0.`;
  if (value === null) return `Write a comparison: ${shown} != null, ${shown} == true.`;
  return isList(value) || isMap(value) ? `Write size(${text}) > 0.` : `Write a comparison: ${shown} != "".`;
}
