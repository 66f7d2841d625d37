import { moduleFault } from "../../errors/catalogue/modules.ts";
import { systemFault } from "../../errors/catalogue/system.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Resource } from "../../model/change.ts";

/** The folders in which systemd finds the units of the system, the most important first. */
const UNIT_FOLDERS = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
] as const;

/** The systemd that a task is about: that of the system, or that of a user. */
export interface Scope {
  /** The folders in which it finds units, the most important first. */
  readonly folders: readonly string[];
  /** The folder for units of the administrator, or of the user. */
  readonly own: string;
  /** The user's number. */
  readonly user?: string;
}

export const SYSTEM: Scope = { folders: UNIT_FOLDERS, own: UNIT_FOLDERS[0] };

/** The scope that a probe has found, from systemd's properties. */
export function scopeOf(get: (property: string) => string): Scope {
  const user = get("User");
  if (user === "") return SYSTEM;
  const folders = get("UnitPath").split(" ");
  return { folders, own: folders.find((folder) => folder.endsWith("/systemd/user")) ?? "", user };
}

/** Why a scope has no systemd, from the first words of a probe's answer. */
export function noSystemd(answer: string): Fault | undefined {
  if (answer.startsWith("no-systemd")) return moduleFault("modules/no-systemd", {});
  const user = /^no-user-systemd (.*)/.exec(answer)?.[1];
  return user === undefined ? undefined : systemFault("modules/no-user-systemd", { user }, { missing: true });
}

/** That systemd has read its files. */
export function reloadOf({ user }: Scope): Resource {
  return { kind: "setting", name: user === undefined ? "systemd/unit-files" : `systemd/unit-files of user ${user}` };
}

export function unitResource(id: string, { user }: Scope): Resource {
  return { kind: "unit", name: user === undefined ? id : `${id} of user ${user}` };
}

/** The unit that a file or one of its drop-ins describes; undefined if the file is not in one of systemd's folders. */
export function unitOfFile(path: string, { folders }: Scope): string | undefined {
  const folder = folders.find((each) => path.startsWith(`${each}/`));
  if (folder === undefined) return undefined;
  return /^([^/]+?)(?:\.d\/[^/]+\.conf)?$/.exec(path.slice(folder.length + 1))?.[1];
}
