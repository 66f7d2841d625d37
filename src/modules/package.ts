import { good, type Outcome } from "../errors/fault.ts";
import { type Probe, shellModule } from "../module/contract.ts";
import type { ArgsSchema } from "../module/schema.ts";
import { read } from "../module/script.ts";
import { applyApt } from "./lib/packages/apply.ts";
import { PACKAGE_ALIASES, PACKAGE_ARGS, PACKAGE_NOTES, PACKAGE_RETURNS } from "./lib/packages/args.ts";
import { decidePackages, workOf } from "./lib/packages/decide.ts";
import { probeApt } from "./lib/packages/probe.ts";
import type { AptState } from "./lib/packages/state.ts";
import { dnfArgs, rpmNames, zypperArgs } from "./packages/by-name.ts";
import { schema as DNF } from "./packages/dnf/args.ts";
import { dnf } from "./packages/dnf/dnf.ts";
import type { State as RpmState } from "./packages/dnf/probe.ts";
import { zypper } from "./packages/zypper/zypper.ts";

const { enablerepo, disablerepo, disable_gpg_check } = DNF.properties;

const schema = {
  required: ["name"],
  shorthand: "name",
  aliases: PACKAGE_ALIASES,
  properties: { ...PACKAGE_ARGS, enablerepo, disablerepo, disable_gpg_check },
} as const satisfies ArgsSchema;

type State =
  | { readonly manager: "apt"; readonly state: AptState }
  | { readonly manager: "dnf" | "zypper"; readonly state: RpmState };

/** `package` is a reserved word, so the export ends in an underscore. */
export const package_ = shellModule({
  name: "package",
  summary: "Installs, upgrades or removes packages with the target's own package manager.",
  notes: [
    "That is apt; on a target without it dnf, and on one without both zypper. On a target with none of them the task fails. With dnf and zypper, NAME=VERSION means NAME-VERSION, their modules say what is known in check mode, and `cache_valid_time` and `purge` have no effect. `enablerepo` and `disablerepo` have an effect with dnf only, `disable_gpg_check` also with zypper.",
    ...PACKAGE_NOTES,
  ],
  args: schema,
  returns: PACKAGE_RETURNS,
  examples: [
    { title: "Install a package", args: { name: "curl", update_cache: true } },
    { title: "Remove two packages", args: { name: ["nano", "ed"], state: "absent" } },
  ],
  probe: (args): Probe<State> => {
    const probes = { apt: probeApt(args), dnf: dnf.probe(dnfArgs(args)), zypper: zypper.probe(zypperArgs(args)) };
    return {
      script: read`has() { with_environment command -v "$1" >/dev/null 2>&1; }
if ! command -v apt-get >/dev/null 2>&1 && has dnf; then
echo 'manager dnf'
${probes.dnf.script}
elif ! command -v apt-get >/dev/null 2>&1 && has zypper; then
echo 'manager zypper'
${probes.zypper.script}
else
echo 'manager apt'
${probes.apt.script}
fi`,
      parse: (answer): Outcome<State> => {
        const [, manager] = /^manager (dnf|zypper)\n/.exec(answer.stdout) ?? [];
        if (manager === "dnf" || manager === "zypper") {
          const found = probes[manager].parse(answer);
          return found.ok ? good({ manager, state: found.value }) : found;
        }
        const found = probes.apt.parse(answer);
        return found.ok ? good({ manager: "apt", state: found.value }) : found;
      },
    };
  },
  decide: (args, { manager, state }, predicted) => {
    if (manager === "apt") return decidePackages(args, state, predicted);
    const names = rpmNames(args.name);
    if (!names.ok) return { changes: [], result: {}, fault: names.faults[0] };
    return manager === "dnf"
      ? dnf.decide(dnfArgs(args), state, predicted)
      : zypper.decide(zypperArgs(args), state, predicted);
  },
  background: true,
  apply: (args, changes, { manager, state }) => {
    if (manager === "apt") return applyApt(args, workOf(args, changes, state));
    return manager === "dnf"
      ? dnf.apply(dnfArgs(args), changes, state)
      : zypper.apply(zypperArgs(args), changes, state);
  },
});
