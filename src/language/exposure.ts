import { Secret } from "../model/secret.ts";
import { isList, isMap, type Value } from "../model/value.ts";

/** Notes for one evaluation whether a secret was read: its result then is one too. */
export interface Exposure {
  secret: boolean;
}

/** The value with its secrets revealed, for computing with them. */
export function expose(value: Value, exposure: Exposure): Value {
  if (value instanceof Secret) {
    exposure.secret = true;
    return value.reveal();
  }
  return inside(value, (item) => expose(item, exposure));
}

/** The value with all its texts as secrets: for what was computed from one. Numbers and booleans stay as they are. */
export function conceal(value: Value): Value {
  return typeof value === "string" ? new Secret(value) : inside(value, conceal);
}

function inside(value: Value, change: (item: Value) => Value): Value {
  if (isList(value)) return value.map(change);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));
}
