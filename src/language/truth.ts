import { isList, type Value } from "../model/value.ts";
import { expose } from "./exposure.ts";

/** Whether `{{#if}}` treats a value as true: as in Handlebars, all but false, null, 0, the empty string and the empty list. */
export function isTruthy(value: Value): boolean {
  const plain = expose(value, { secret: false });
  return isList(plain) ? plain.length > 0 : Boolean(plain);
}
