import { type PackageName, packageNames } from "./names.ts";

/** Ansible's other names of arguments. */
export const PACKAGE_ALIASES = { pkg: "name", package: "name" };
export const APT_ALIASES = {
  ...PACKAGE_ALIASES,
  "default-release": "default_release",
  "install-recommends": "install_recommends",
  "allow-downgrade": "allow_downgrade",
  allow_downgrades: "allow_downgrade",
  "allow-downgrades": "allow_downgrade",
  "allow-unauthenticated": "allow_unauthenticated",
};

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
  autoremove: {
    type: "boolean",
    description:
      "Also remove packages that came along with others and that nothing needs any more; without `name`, do only that.",
    default: false,
  },
  lock_timeout: {
    type: "integer",
    description: "Seconds to wait while something else holds the package manager's lock.",
    minimum: 0,
    default: 300,
  },
} as const;

/** The arguments that only `apt` has. */
export const APT_ARGS = {
  ...PACKAGE_ARGS,
  upgrade: {
    type: "string",
    description:
      "Upgrade all packages: `safe`, or `yes`, removes none; `dist`, or `full`, removes those that are in the way.",
    enum: ["no", "yes", "safe", "full", "dist"],
  },
  autoclean: {
    type: "boolean",
    description: "Without `name`: remove downloaded packages that no source has any more.",
    default: false,
  },
  default_release: {
    type: "string",
    description: "The release whose packages are preferred, such as trixie-backports.",
    pattern: "^[A-Za-z0-9][A-Za-z0-9./_=~+-]*$",
    rule: "the name of a release",
  },
  deb: {
    type: "string",
    description: "A package file to install: its path on the target, or a URL.",
    pattern: '^(/[^\\n]*[^\\n/]|https?://[^\\s"\\\\@]+)$',
    rule: "an absolute path on the target, or a URL without a login",
    hint: "Bring a file of the project to the target with `copy` first.",
  },
  allow_downgrade: { type: "boolean", description: "Also install a lower version.", default: false },
  allow_change_held_packages: { type: "boolean", description: "Also change packages that are held.", default: false },
  allow_unauthenticated: { type: "boolean", description: "Accept packages without a signature.", default: false },
  dpkg_options: {
    type: "string",
    description: "Options of dpkg without dashes, with commas between them.",
    pattern: "^[a-z]+(-[a-z]+)*(,[a-z]+(-[a-z]+)*)*$",
    rule: "options without dashes, with commas between them",
    default: "force-confdef,force-confold",
  },
  force_apt_get: {
    type: "boolean",
    description: "Changes nothing: apt-get always does the work.",
    default: false,
  },
} as const;

export const PACKAGE_RETURNS = { versions: "The installed version of each package by its name." } as const;

export const PACKAGE_NOTES = [
  "apt runs without prompts: configuration files that were edited on the target are kept.",
  "With `update_cache` the lists are fetched only if something must be installed, so a host that has all packages is `ok`. With `state: latest`, or without a name, fetching outdated lists is itself a change.",
  "Lists count as outdated, whatever their age, if a source, a key in /etc/apt or dpkg's list of architectures has changed since, or if they lack a requested package.",
  "A package that is held (`apt-mark hold`) is neither changed nor removed: the task fails, in check mode too.",
  "A virtual package counts as installed if a package is that provides it. Otherwise name a real one.",
] as const;

export const APT_NOTES = [
  ...PACKAGE_NOTES,
  "What `upgrade`, `autoremove` and `autoclean` would change is apt-get's own simulation, so phased updates and packages that it keeps back are no changes. Held packages with newer versions are named in a warning.",
  "Of a package file only its name and version are compared. Check mode fetches the beginning of a URL for them.",
] as const;

export interface AptArgs {
  readonly name?: unknown;
  readonly state: "present" | "absent" | "latest";
  readonly update_cache: boolean;
  readonly cache_valid_time: number;
  readonly purge: boolean;
  readonly install_recommends: boolean;
  readonly lock_timeout: number;
  readonly autoremove: boolean;
  readonly upgrade?: "no" | "yes" | "safe" | "full" | "dist";
  readonly autoclean?: boolean;
  readonly default_release?: string;
  readonly deb?: string;
  readonly allow_downgrade?: boolean;
  readonly allow_change_held_packages?: boolean;
  readonly allow_unauthenticated?: boolean;
  readonly dpkg_options?: string;
}

export function namesOf(args: AptArgs): readonly PackageName[] {
  const names = packageNames(args.name);
  return names.ok ? names.value : [];
}
