import { type PackageName, packageNames } from "./names.ts";

/** The arguments that `apt` and `package` share. */
export const PACKAGE_ARGS = {
  name: { type: "any", description: "The package, or a list of them; NAME=VERSION asks for that version." },
  state: {
    type: "string",
    description: "Installed, not installed, or at the newest version that the lists hold.",
    enum: ["present", "absent", "latest"],
    default: "present",
  },
  update_cache: {
    type: "boolean",
    description: "Fetch the package lists first, where they are older than `cache_valid_time`.",
    default: false,
  },
  cache_valid_time: {
    type: "integer",
    description: "Seconds that fetched lists are good for.",
    minimum: 60,
    default: 3600,
  },
  install_recommends: { type: "boolean", description: "Install recommended packages, too.", default: false },
  lock_timeout: {
    type: "integer",
    description: "Seconds to wait while something else holds the package manager's lock.",
    minimum: 0,
    default: 300,
  },
} as const;

export const PACKAGE_RETURNS = { versions: "The installed version of each package by its name." } as const;

export const PACKAGE_NOTES = [
  "Nothing is asked on the target: configuration files that were edited there are kept.",
  "With `update_cache` the lists are fetched when something has to be installed; they are no state of their own, so a host that has all packages is `ok`. With `state: latest`, or without a name, fetching old lists is the task's change.",
  "Names are those of real packages, not of virtual ones.",
] as const;

export interface AptArgs {
  readonly name?: unknown;
  readonly state: "present" | "absent" | "latest";
  readonly update_cache: boolean;
  readonly cache_valid_time: number;
  readonly install_recommends: boolean;
  readonly lock_timeout: number;
}

export function namesOf(args: AptArgs): readonly PackageName[] {
  const names = packageNames(args.name);
  return names.ok ? names.value : [];
}
