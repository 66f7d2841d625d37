import { isList, type Value } from "../model/value.ts";
import { expose } from "./exposure.ts";

/** What `{{#if}}` takes for true: all but false, null, 0, the empty text and the empty list, as Handlebars has it. */
export function isTruthy(value: Value): boolean {
  const plain = expose(value, { secret: false });
  return isList(plain) ? plain.length > 0 : Boolean(plain);
}
