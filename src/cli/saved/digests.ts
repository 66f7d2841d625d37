import { createHmac } from "node:crypto";
import { Unknown } from "../../model/unknown.ts";

/** Digests that nobody can compute, and so guess a value by, without the key. */
export interface Digests {
  /** Undefined if a part of the value is unknown. */
  readonly of: (value: unknown) => string | undefined;
  /** The digest of a text or of bytes. */
  readonly ofText: (text: string | Uint8Array) => string;
}

export function digestsWith(key: Buffer): Digests {
  const ofText = (text: string | Uint8Array) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    ofText,
    of(value) {
      const text = canonical(value);
      return text === undefined ? undefined : ofText(text);
    },
  };
}

/** A value as a text that only equal values have, without what only acts (functions); undefined if a part is unknown. */
function canonical(value: unknown): string | undefined {
  if (value instanceof Unknown) return undefined;
  if (typeof value === "bigint") return `${value}n`;
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("base64")}`;
  if (value instanceof Map) return listOf("m", [...(value as Map<unknown, unknown>)]);
  if (Array.isArray(value)) return listOf("l", value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== "function");
  return listOf("o", fields.sort(([one], [other]) => (one < other ? -1 : 1)).flat());
}

function listOf(kind: string, items: readonly unknown[]): string | undefined {
  const texts = items.map(canonical);
  return texts.includes(undefined) ? undefined : `${kind}[${texts.join(",")}]`;
}
