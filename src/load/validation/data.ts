import type { Origin } from "../../model/origin.ts";
import { isComputed, isNull, type Node } from "../yaml/node.ts";

/** Replaces a value that is computed later or is secret. It has no JSON type, so a schema never accepts it. */
export const COMPUTED = Symbol("computed");

/** Replaces a value whose fault has already been reported. */
export const REPORTED = Symbol("reported");

/** The plain values of a node, for validation with JSON Schema; templates and expressions are `COMPUTED`. */
export function toData(node: Node): unknown {
  if (node.kind === "list") return node.items.map(toData);
  if (node.kind === "map") {
    const data: Record<string, unknown> = {};
    for (const [key, { value }] of node.entries) setOwn(data, key, toData(value));
    return data;
  }
  if (node.tag === "invalid") return REPORTED;
  return isComputed(node) ? COMPUTED : node.value;
}

/** Sets a key that may be named `__proto__`. `Object.fromEntries` does so too, and takes several times as long. */
function setOwn(data: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") data[key] = value;
  else Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The origin of the value at a path of keys and indices, followed as far as it exists. */
export function originAt(node: Node, path: readonly string[]): Origin {
  const [step, ...rest] = path;
  if (step === undefined) return node.origin;
  const next = node.kind === "map" ? node.entries.get(step) : undefined;
  if (next) return rest.length === 0 && isNull(next.value) ? next.origin : originAt(next.value, rest);
  const item = node.kind === "list" ? node.items[Number(step)] : undefined;
  return item ? originAt(item, rest) : node.origin;
}

/** The spelling of the number at a path, if it is not the usual one. */
export function writtenAt(node: Node, path: readonly string[]): string | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return node.kind === "scalar" ? node.written : undefined;
  const next =
    node.kind === "map" ? node.entries.get(step)?.value : node.kind === "list" ? node.items[Number(step)] : undefined;
  return next && writtenAt(next, rest);
}

/** The origin of a key of the map at a path, followed as far as it exists. */
export function keyOriginAt(node: Node, path: readonly string[], key: string): Origin {
  const [step, ...rest] = path;
  if (step === undefined) return (node.kind === "map" ? node.entries.get(key)?.origin : undefined) ?? node.origin;
  const next =
    node.kind === "map" ? node.entries.get(step)?.value : node.kind === "list" ? node.items[Number(step)] : undefined;
  return next ? keyOriginAt(next, rest, key) : node.origin;
}
