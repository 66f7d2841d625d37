import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";
import { rpmName, schema as DNF, type Args as DnfArgs } from "../dnf/args.ts";

const flag = (description: string) => ({ type: "boolean", description, default: false }) as const satisfies ArgSchema;

const { name, installroot } = DNF.properties;

export const schema = {
  required: [],
  shorthand: "name",
  aliases: { pkg: "name", refresh: "update_cache" },
  needs: [{ argument: "state", oneOf: ["name", "update_cache"] }],
  properties: {
    name,
    state: {
      type: "string",
      description: "Installed, not installed, or at the newest version that the known metadata have.",
      enum: ["present", "installed", "absent", "removed", "latest"],
      default: "present",
    },
    update_cache: {
      type: "boolean",
      description: "Fetch the repositories' metadata first, if something is to be installed.",
    },
    disable_gpg_check: flag("Accept packages and metadata without a valid signature."),
    auto_import_keys: flag("Trust the keys of repositories that are not known yet."),
    disable_recommends: { ...flag("Do not install what packages recommend."), default: true },
    oldpackage: flag("Also install a lower version."),
    force_resolution: flag("Solve conflicts, if need be by removing packages."),
    replacefiles: flag("Install a package even if it replaces files of others."),
    clean_deps: flag("With `state: absent`: also remove what came along with the packages and nothing needs."),
    installroot,
    lock_timeout: DNF.properties.lock_timeout,
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;

/** The task as one for dnf, which decides in the same way: both install packages of rpm. */
export function asDnf({
  name: names,
  state,
  update_cache,
  oldpackage,
  installroot: root,
  lock_timeout,
}: Args): DnfArgs {
  return {
    ...(names && { name: names.map(rpmName) }),
    ...(update_cache !== undefined && { update_cache }),
    ...(root !== undefined && { installroot: root }),
    ...{ state, lock_timeout, allow_downgrade: oldpackage, disable_gpg_check: false, install_weak_deps: true },
    ...{ security: false, bugfix: false, allowerasing: false, nobest: false, skip_broken: false },
  };
}
