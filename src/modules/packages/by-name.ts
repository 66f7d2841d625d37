import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { rpmName, schema as DNF, type Args as DnfArgs } from "./dnf/args.ts";
import type { Args as ZypperArgs } from "./zypper/args.ts";

/** What `package` says of packages, as far as managers of rpm know it. */
interface Packages {
  readonly name: unknown;
  readonly state: DnfArgs["state"];
  readonly update_cache?: boolean;
  readonly autoremove: boolean;
  readonly lock_timeout: number;
  readonly install_recommends: boolean;
  readonly enablerepo?: readonly string[];
  readonly disablerepo?: readonly string[];
  readonly disable_gpg_check: boolean;
}

/** The same task for dnf. If a name is wrong all are left out, because `rpmNames` rejects the task. */
export function dnfArgs(args: Packages): DnfArgs {
  const { state, autoremove, lock_timeout, disable_gpg_check } = args;
  return {
    ...common(args),
    ...(args.enablerepo && { enablerepo: args.enablerepo }),
    ...(args.disablerepo && { disablerepo: args.disablerepo }),
    ...{ state, autoremove, lock_timeout, disable_gpg_check, install_weak_deps: args.install_recommends },
    ...{ security: false, bugfix: false, allow_downgrade: false },
    ...{ allowerasing: false, nobest: false, skip_broken: false },
  };
}

/** The same task for zypper. */
export function zypperArgs(args: Packages): ZypperArgs {
  const { state, autoremove, lock_timeout, disable_gpg_check, install_recommends } = args;
  return {
    ...common(args),
    ...{ state, lock_timeout, disable_gpg_check, disable_recommends: !install_recommends },
    ...{ auto_import_keys: false, oldpackage: false, force_resolution: false, replacefiles: false },
    clean_deps: autoremove,
  };
}

function common({ name, update_cache }: Packages) {
  const names = rpmNames(name);
  return { name: names.ok ? names.value : [], ...(update_cache !== undefined && { update_cache }) };
}

/** The names as managers of rpm take them. */
export function rpmNames(name: unknown): Outcome<readonly string[]> {
  const items: readonly unknown[] = Array.isArray(name) ? name : [name];
  const words = items.flatMap((item) =>
    typeof item === "string" ? item.split(",").map((each) => each.trim()) : [item],
  );
  const pattern = new RegExp(DNF.properties.name.items.pattern);
  const invalid = words.find((word) => typeof word !== "string" || !pattern.test(word));
  if (invalid !== undefined) {
    const problem = `holds ${JSON.stringify(invalid)}, which is not a package name`;
    return bad(moduleFault("modules/argument", { name: "name", problem, write: DNF.properties.name.items.hint }));
  }
  return good(words.map((word) => rpmName(String(word))));
}
