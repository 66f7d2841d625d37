import { OMIT } from "./omit.ts";
import { Secret } from "../model/secret.ts";
import { isList, isMap, type Value } from "../model/value.ts";

/** Records whether an evaluation read a secret: then its result is a secret too. */
export interface Exposure {
  secret: boolean;
}

/** Reveals the secrets in a value, so that the evaluation can compute with them. */
export function expose(value: Value, exposure: Exposure): Value {
  if (value instanceof Secret) {
    exposure.secret = true;
    return value.reveal();
  }
  return mapParts(value, (item) => expose(item, exposure));
}

/** Turns all strings in a value that was computed from a secret into secrets. Numbers and booleans stay as they are. */
export function conceal(value: Value): Value {
  if (value === OMIT) return value;
  return typeof value === "string" ? new Secret(value) : mapParts(value, conceal);
}

function mapParts(value: Value, change: (item: Value) => Value): Value {
  if (isList(value)) return value.map(change);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));
}
