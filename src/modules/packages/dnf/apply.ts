import { good } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Applied, Apply } from "../../../module/contract.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { captured } from "../../lib/capture.ts";
import { fields, stepFailed } from "../../lib/script-output.ts";
import { type Args, isAbsent, isCleaning, isFile, isWhole, namesOf, optionsOf } from "./args.ts";
import { CACHE, packageOf } from "./decide.ts";
import type { State } from "./probe.ts";

/** The exit status of dnf if another process has the lock. */
const LOCKED = 200;

export function apply(args: Args, changes: readonly Change[], state: State): Apply {
  const steps = stepsOf(args, changes, state).reduce((done, step) => write`${done} && ${step}`, write`:`);
  return applyRpm(args, changes, write`${ATTEMPT}\nlimit=${args.lock_timeout}\n${captured("dnf", steps)}`);
}

/** Runs the steps, and finds out which versions are there afterwards, and whether anything changed. */
export function applyRpm(args: Args, changes: readonly Change[], steps: Script<"write">): Apply {
  const root = args.installroot === undefined ? [] : ["--root", args.installroot];
  const isOpen = changes.every(({ resource }) => resource.name === CACHE.name);
  const names = namesOf(args).filter((name) => name !== "*" && !isFile(name));
  return {
    script: write`all() { with_environment rpm ${root} -qa 2>/dev/null | sort; }
before=$(all)
${steps}
[ "$before" != "$(all)" ] || echo 'same yes'
for name in ${isAbsent(args) ? [] : names}; do
! shown=$(with_environment rpm ${root} -q --qf '%{EVR}, ' -- "$name" 2>/dev/null) || printf 'version %s %s\\n' "$name" "\${shown%, }"
done
:`,
    parse: (answer) => parse(answer, isOpen),
  };
}

/** Defines `attempt WORD...`, which runs dnf, and for `$limit` seconds again while another process changes packages. */
const ATTEMPT = read`attempt() {
waited=0
until with_environment dnf -y -q --setopt=exit_on_lock=True "$@"; do
status=$?
if [ "$status" -ne ${LOCKED} ] || [ "$waited" -ge "$limit" ]; then return "$status"; fi
sleep 2
waited=$((waited + 2))
done
}`;

function stepsOf(args: Args, changes: readonly Change[], state: State): readonly Script<"write">[] {
  const options = [...optionsOf(args), ...behaviour(args)];
  const run = (command: string, names: readonly string[], more: readonly string[] = []) =>
    write`attempt ${[...options, ...more, command, ...names]}`;
  const refresh = args.update_cache === true && !isAbsent(args) ? [run("makecache", [], ["--refresh"])] : [];
  if (isCleaning(args)) return [run("autoremove", [])];
  if (isWhole(args)) return [...refresh, run("upgrade", [], known(args))];
  const names = namesOf(args).filter((name) => name !== "*");
  if (isAbsent(args)) return [run("remove", changed(args, changes, state))];
  const isThere = (name: string) => state.installed.has(name) || state.provided.has(name);
  const upgrades = args.state === "latest" ? names.filter((name) => !isFile(name) && isThere(name)) : [];
  const missing = changed(args, changes, state).filter((name) => !upgrades.includes(name));
  return [
    ...refresh,
    ...(missing.length > 0 ? [run("install", missing)] : []),
    ...(upgrades.length > 0 ? [run("upgrade", upgrades, known(args))] : []),
  ];
}

/** Upgrades go to the versions that check mode has found in the metadata, whatever their age. */
const known = ({ update_cache }: Args) => (update_cache === true ? [] : ["--setopt=*.metadata_expire=-1"]);

/** The names whose packages change. */
export function changed(args: Args, changes: readonly Change[], { files }: State): readonly string[] {
  return namesOf(args).filter((name) => {
    const file = files.get(name);
    const key = file && "name" in file ? file.name : name;
    return changes.some(({ resource }) => resource.name === packageOf(args, key).name);
  });
}

function behaviour(args: Args): readonly string[] {
  const given = (option: string, isGiven: boolean) => (isGiven ? [option] : []);
  return [
    ...given("--nogpgcheck", args.disable_gpg_check),
    ...given("--allowerasing", args.allowerasing),
    ...given("--nobest", args.nobest),
    ...given("--skip-broken", args.skip_broken),
    `--setopt=install_weak_deps=${args.install_weak_deps ? "True" : "False"}`,
    ...(isAbsent(args) ? [`--setopt=clean_requirements_on_remove=${args.autoremove === true ? "True" : "False"}`] : []),
  ];
}

function parse(answer: Answer, isOpen: boolean): Applied {
  if (answer.exit !== 0) return stepFailed("change packages", answer);
  const output = fields(answer.stdout);
  const versions = output
    .all("version")
    .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const result = versions.length > 0 ? { versions: Object.fromEntries(versions) as Record<string, string> } : {};
  return { ...good(result), ...(isOpen && output.get("same") === "yes" && { isUnchanged: true }) };
}
