import { Secret } from "../model/secret.ts";
import { isList, type Value } from "../model/value.ts";

/** What `{{#if}}` takes for true: all but false, null, 0, the empty text and the empty list, as Handlebars has it. */
export function isTruthy(value: Value): boolean {
  if (value instanceof Secret) return value.reveal() !== "";
  return isList(value) ? value.length > 0 : Boolean(value);
}
