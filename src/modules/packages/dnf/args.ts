import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";

const flag = (description: string) => ({ type: "boolean", description }) as const satisfies ArgSchema;

const words = (description: string, item: string) =>
  ({
    type: "array",
    split: true,
    description,
    items: { type: "string", description: item, pattern: "^[^\\s,-][^\\s,]*$", rule: "a word without blanks" },
  }) as const satisfies ArgSchema;

export const schema = {
  required: [],
  shorthand: "name",
  aliases: { pkg: "name", "expire-cache": "update_cache" },
  needs: [{ argument: "state", oneOf: ["name", "autoremove", "update_cache"] }],
  properties: {
    name: {
      type: "array",
      split: true,
      description: "Packages. With `state: latest`, * stands for all that are installed.",
      items: {
        type: "string",
        description:
          "NAME, NAME-VERSION or NAME-VERSION-RELEASE, also with .ARCH; what packages provide, such as a program's path; or a package file: its path on the target, or a URL.",
        pattern: '^(\\*|https?://[^\\s"\\\\@]+|[A-Za-z0-9_/][^\\s*?\\[\\]@"\\\\,]*)$',
        rule: "a package, a package file, or a URL without a login",
        hint: "Wildcards and version ranges are not expanded. Install a group with `command: dnf group install NAME`.",
      },
    },
    state: {
      type: "string",
      description: "Installed, not installed, or at the newest version that the known metadata have.",
      enum: ["present", "installed", "absent", "removed", "latest"],
      default: "present",
    },
    update_cache: flag("Fetch the repositories' metadata first, if something is to be installed."),
    enablerepo: words("Repositories to use although they are disabled.", "A repository's ID."),
    disablerepo: words("Repositories not to use.", "A repository's ID, or *."),
    exclude: words("Packages to leave alone, with wildcards.", "A package."),
    disable_gpg_check: { ...flag("Accept packages without a valid signature."), default: false },
    autoremove: flag(
      "Also remove packages that came along with others and that nothing needs any more; without `name`, do only that.",
    ),
    security: { ...flag("With `state: latest`: only upgrades that close holes."), default: false },
    bugfix: { ...flag("With `state: latest`: only upgrades that correct errors."), default: false },
    allow_downgrade: { ...flag("Also install a lower version."), default: false },
    allowerasing: { ...flag("Also remove packages that are in the way."), default: false },
    nobest: { ...flag("If the newest version cannot be installed, take an older one."), default: false },
    skip_broken: { ...flag("Leave out packages that cannot be installed."), default: false },
    install_weak_deps: { ...flag("Also install what packages recommend."), default: true },
    conf_file: pathArg("The configuration of dnf, instead of its own."),
    installroot: pathArg("The folder of another system, whose packages are meant."),
    releasever: {
      type: "string",
      description: "The release from which to install.",
      pattern: "^[A-Za-z0-9][^\\s/]*$",
      rule: "a release, such as 9",
    },
    lock_timeout: {
      type: "integer",
      description: "Seconds to wait while another process changes packages.",
      minimum: 0,
      default: 300,
    },
  },
} as const satisfies ArgsSchema;

/** A package as rpm names it: NAME=VERSION, as apt takes it, is NAME-VERSION. */
export function rpmName(name: string): string {
  return name.replace(/^([^/=:]+)=([^=]+)$/, "$1-$2");
}

export type Args = ArgsOf<typeof schema>;

/** The packages, each once. */
export function namesOf({ name = [] }: Args): readonly string[] {
  return [...new Set(name)];
}

/** Whether this is a package file or a URL. */
export const isFile = (name: string) => /^https?:|^\/.*\.rpm$/.test(name);

export const isAbsent = ({ state }: Args) => state === "absent" || state === "removed";

/** Whether all installed packages are meant. */
export const isWhole = (args: Args) => args.state === "latest" && namesOf(args).includes("*");

/** Whether only what nothing needs is removed. */
export const isCleaning = (args: Args) => args.autoremove === true && namesOf(args).length === 0;

/** The options that say which packages and repositories are meant. */
export function optionsOf(args: Args): readonly string[] {
  const given = (option: string, value: string | undefined) => (value === undefined ? [] : [`--${option}=${value}`]);
  const each = (option: string, values: readonly string[] = []) => values.map((value) => `--${option}=${value}`);
  return [
    ...given("config", args.conf_file),
    ...given("installroot", args.installroot),
    ...given("releasever", args.releasever),
    ...each("disablerepo", args.disablerepo),
    ...each("enablerepo", args.enablerepo),
    ...each("exclude", args.exclude),
    ...(args.state === "latest" && args.security ? ["--security"] : []),
    ...(args.state === "latest" && args.bugfix ? ["--bugfix"] : []),
  ];
}
