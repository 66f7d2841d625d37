import type { Change } from "../../../model/change.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { captured } from "../../lib/capture.ts";
import { applyRpm, changed } from "../dnf/apply.ts";
import { isAbsent, isFile, isWhole, namesOf } from "../dnf/args.ts";
import { decide } from "../dnf/decide.ts";
import { probeRpm, type State } from "../dnf/probe.ts";
import { type Args, asDnf, schema } from "./args.ts";

export const zypper = shellModule({
  name: "zypper",
  summary: "Installs, upgrades or removes packages of rpm on SUSE Linux Enterprise and openSUSE.",
  notes: [
    "rpm tells what is installed. Which version is installed is known afterwards; a package that no repository has is noticed in the run only. NAME=VERSION means NAME-VERSION.",
    "With `state: latest`, upgrades come from the metadata that zypper has, in check mode and in the run. With `update_cache` they are unknown in check mode; the run then is `ok` if no package changed.",
    "A version that is lower than the installed one is an error unless `oldpackage` is set.",
  ],
  args: schema,
  returns: { versions: "The installed version of each package by its name." },
  examples: [
    { title: "Install two packages", args: { name: ["curl", "chrony"] } },
    { title: "Upgrade all packages", args: { name: ["*"], state: "latest" } },
    { title: "Remove a package and what only it needed", args: { name: ["nano"], state: "absent", clean_deps: true } },
  ],
  probe: (args) => probeRpm(asDnf(args), "zypper", { upgrades: listUpdates(args), unneeded: read`:` }),
  decide: (args, state, predicted) => decide(asDnf(args), state, predicted),
  background: true,
  apply,
});

const rootOf = ({ installroot }: Args) => (installroot === undefined ? [] : ["--root", installroot]);

/** Its answer is XML. Each tag gets a line of its own. */
function listUpdates(args: Args): Script<"read"> {
  const words = ["--non-interactive", "--quiet", "--no-refresh", "--xmlout", ...rootOf(args), "list-updates"];
  return read`if found=$(with_environment env ZYPP_LOGFILE=/dev/null zypper ${words} 2>/dev/null || checked zypper "$?"); then
echo 'query yes'
printf '%s\\n' "$found" | tr '>' '\\n' | sed -n 's/^.*<update kind="package" name="\\([^"]*\\)" edition="\\([^"]*\\)".*/listed \\1 \\2/p'
fi`;
}

function apply(args: Args, changes: readonly Change[], state: State): Apply {
  const steps = stepsOf(args, changes, state).reduce((done, step) => write`${done} && ${step}`, write`:`);
  return applyRpm(asDnf(args), changes, captured("zypper", steps));
}

/** zypper itself waits for the lock. */
function stepsOf(args: Args, changes: readonly Change[], state: State): readonly Script<"write">[] {
  const given = (option: string, isGiven: boolean) => (isGiven ? [option] : []);
  const options = [
    ...["--non-interactive", "--quiet", ...rootOf(args)],
    ...given("--no-gpg-checks", args.disable_gpg_check),
    ...given("--gpg-auto-import-keys", args.auto_import_keys),
  ];
  const solving = [
    ...given("--force-resolution", args.force_resolution),
    ...given("--replacefiles", args.replacefiles),
    args.disable_recommends ? "--no-recommends" : "--recommends",
  ];
  const run = (words: readonly string[], fresh: readonly string[] = []) =>
    write`with_environment env ZYPP_LOCK_TIMEOUT=${args.lock_timeout} zypper ${[...options, ...fresh, ...words]}`;
  const dnf = asDnf(args);
  const names = changed(dnf, changes, state);
  if (isAbsent(dnf)) return [run(["remove", ...given("--clean-deps", args.clean_deps), ...names])];
  const known = args.update_cache === true ? [] : ["--no-refresh"];
  const isThere = (name: string) =>
    name !== "*" && !isFile(name) && (state.installed.has(name) || state.provided.has(name));
  const upgrades = args.state === "latest" ? namesOf(dnf).filter(isThere) : [];
  const missing = names.filter((name) => !upgrades.includes(name));
  const install = [
    "install",
    ...solving,
    ...given("--oldpackage", args.oldpackage),
    ...given("--allow-unsigned-rpm", args.disable_gpg_check),
  ];
  return [
    ...(args.update_cache === true ? [run(["refresh"])] : []),
    ...(isWhole(dnf) ? [run(["update", ...solving], known)] : []),
    ...(missing.length > 0 ? [run([...install, ...missing])] : []),
    ...(upgrades.length > 0 && !isWhole(dnf) ? [run(["update", ...solving, ...upgrades], known)] : []),
  ];
}
