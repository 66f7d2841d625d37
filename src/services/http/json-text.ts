import { toJson } from "../../model/json.ts";
import { Secret } from "../../model/secret.ts";

/** Serializes a JSON body; the only place that reveals the secrets in it. */
export function jsonText(value: unknown): string {
  return toJson(revealed(value));
}

function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}
