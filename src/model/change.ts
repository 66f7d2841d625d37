import type { Unknown } from "./unknown.ts";
import type { Value } from "./value.ts";

/** The kinds of resources that a change can affect. */
export type ResourceKind =
  | "path"
  | "package"
  | "unit"
  | "image"
  | "container"
  | "topic"
  | "command"
  | "job"
  | "request"
  | "user"
  | "group"
  | "mount"
  | "setting"
  | "database"
  | "database-user"
  | "controller-file";

/** A resource on a host. Kind and name are the key of its predicted state in check mode. */
export interface Resource {
  readonly kind: ResourceKind;
  /** Absolute path, package name, unit name, `PROJECT/SERVICE` of a container, `sysctl/NAME` of a setting, `postgresql/NAME` of a database or similar. A `controller-file` is on no host: its name is a full path of the controller. */
  readonly name: string;
}

/**
 * One difference from the desired state. `after` is the future state: unknown if only applying the change reveals it.
 * `--diff` shows `before` and `after`, multi-line strings as a line diff.
 */
export interface Change {
  readonly resource: Resource;
  readonly summary: string;
  readonly before: Value;
  readonly after: Value | Unknown;
}

/** The key of a resource in maps. */
export function resourceKey({ kind, name }: Resource): string {
  return `${kind}:${name}`;
}
