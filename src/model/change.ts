import type { Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";

/** What kinds of things a change can touch; with the name it is the key under which check mode remembers what will be. */
export type ResourceKind = "path" | "package" | "unit" | "image" | "container" | "topic" | "command" | "request";

export interface Resource {
  readonly kind: ResourceKind;
  /** Absolute path, package name, unit name, `PROJECT/SERVICE` of a container, topic name … */
  readonly name: string;
}

/**
 * One thing that differs from what was asked for. `after` is what the resource will be: unknown where only the deed can tell.
 * `before` and `after` are what `--diff` shows: a string with several lines is shown as a line diff.
 */
export interface Change {
  readonly resource: Resource;
  readonly summary: string;
  readonly before: Value;
  readonly after: Value | Unknown;
}

export function resourceKey({ kind, name }: Resource): string {
  return `${kind}:${name}`;
}
