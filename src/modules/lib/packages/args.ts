import { type PackageName, packageNames } from "./names.ts";

/** Ansible's other names of arguments. */
export const PACKAGE_ALIASES = { pkg: "name", package: "name" };

/** The arguments that `apt` and `package` share. */
export const PACKAGE_ARGS = {
  name: {
    type: "any",
    description:
      "The package, or a list of packages, also in one string with commas; NAME=VERSION requests that version.",
  },
  state: {
    type: "string",
    description: "Installed, not installed, or at the newest version in the package lists.",
    enum: ["present", "absent", "latest"],
    default: "present",
  },
  update_cache: {
    type: "boolean",
    description: "Fetch the package lists first if they are older than `cache_valid_time` or than the sources.",
    default: false,
  },
  cache_valid_time: {
    type: "integer",
    description: "Seconds for which fetched lists stay valid.",
    minimum: 60,
    default: 3600,
  },
  purge: { type: "boolean", description: "With `state: absent`: also remove configuration files.", default: false },
  install_recommends: { type: "boolean", description: "Also install recommended packages.", default: false },
  lock_timeout: {
    type: "integer",
    description: "Seconds to wait while something else holds the package manager's lock.",
    minimum: 0,
    default: 300,
  },
} as const;

export const PACKAGE_RETURNS = { versions: "The installed version of each package by its name." } as const;

export const PACKAGE_NOTES = [
  "apt runs without prompts: configuration files that were edited on the target are kept.",
  "With `update_cache` the lists are fetched only if something must be installed, so a host that has all packages is `ok`. With `state: latest`, or without a name, fetching outdated lists is itself a change.",
  "Lists count as outdated, whatever their age, if a source, a key in /etc/apt or dpkg's list of architectures has changed since, or if they lack a requested package.",
  "A package that is held (`apt-mark hold`) is neither changed nor removed: the task fails, in check mode too.",
  "Name real packages, not virtual ones.",
] as const;

export interface AptArgs {
  readonly name?: unknown;
  readonly state: "present" | "absent" | "latest";
  readonly update_cache: boolean;
  readonly cache_valid_time: number;
  readonly purge: boolean;
  readonly install_recommends: boolean;
  readonly lock_timeout: number;
}

export function namesOf(args: AptArgs): readonly PackageName[] {
  const names = packageNames(args.name);
  return names.ok ? names.value : [];
}
