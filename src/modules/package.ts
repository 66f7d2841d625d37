import { moduleFault } from "../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { type Probe, shellModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { read } from "../module/script.ts";
import { applyApt } from "./lib/packages/apply.ts";
import { PACKAGE_ALIASES, PACKAGE_ARGS, PACKAGE_NOTES, PACKAGE_RETURNS } from "./lib/packages/args.ts";
import { decidePackages, workOf } from "./lib/packages/decide.ts";
import { probeApt } from "./lib/packages/probe.ts";
import type { AptState } from "./lib/packages/state.ts";
import { apply as applyDnf } from "./packages/dnf/apply.ts";
import { schema as DNF, type Args as DnfArgs } from "./packages/dnf/args.ts";
import { decide as decideDnf } from "./packages/dnf/decide.ts";
import { probe as probeDnf, type State as DnfState } from "./packages/dnf/probe.ts";

const { enablerepo, disablerepo, disable_gpg_check } = DNF.properties;

const schema = {
  required: ["name"],
  shorthand: "name",
  aliases: PACKAGE_ALIASES,
  properties: { ...PACKAGE_ARGS, enablerepo, disablerepo, disable_gpg_check },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

type State = { readonly apt: AptState } | { readonly dnf: DnfState };

/** `package` is a reserved word, so the export ends in an underscore. */
export const package_ = shellModule({
  name: "package",
  summary: "Installs, upgrades or removes packages with the target's own package manager.",
  notes: [
    "That is apt, or dnf on a target without apt; on one with neither the task fails. With dnf, NAME=VERSION means NAME-VERSION, the module `dnf` says what is known in check mode, and `cache_valid_time` and `purge` have no effect. `enablerepo`, `disablerepo` and `disable_gpg_check` have an effect with dnf only.",
    ...PACKAGE_NOTES,
  ],
  args: schema,
  returns: PACKAGE_RETURNS,
  examples: [
    { title: "Install a package", args: { name: "curl", update_cache: true } },
    { title: "Remove two packages", args: { name: ["nano", "ed"], state: "absent" } },
  ],
  probe: (args): Probe<State> => {
    const [apt, dnf] = [probeApt(args), probeDnf(dnfArgs(args))];
    return {
      script: read`if command -v apt-get >/dev/null 2>&1 || ! with_environment command -v dnf >/dev/null 2>&1; then
echo 'manager apt'
${apt.script}
else
echo 'manager dnf'
${dnf.script}
fi`,
      parse: (answer): Outcome<State> => {
        const isDnf = answer.stdout.startsWith("manager dnf\n");
        const found = isDnf ? dnf.parse(answer) : apt.parse(answer);
        return found.ok ? good(isDnf ? { dnf: found.value as DnfState } : { apt: found.value as AptState }) : found;
      },
    };
  },
  decide: (args, state, predicted) => {
    if ("apt" in state) return decidePackages(args, state.apt, predicted);
    const names = rpmNames(args);
    if (!names.ok) return { changes: [], result: {}, fault: names.faults[0] };
    return decideDnf(dnfArgs(args), state.dnf, predicted);
  },
  background: true,
  apply: (args, changes, state) =>
    "apt" in state ? applyApt(args, workOf(args, changes, state.apt)) : applyDnf(dnfArgs(args), changes, state.dnf),
});

/** The same task for dnf. Names that are none are left out: `decide` rejects them. */
function dnfArgs(args: Args): DnfArgs {
  const { state, update_cache, autoremove, lock_timeout, install_recommends } = args;
  const names = rpmNames(args);
  return {
    ...{ name: names.ok ? names.value : [], state, update_cache, autoremove, lock_timeout },
    ...(args.enablerepo && { enablerepo: args.enablerepo }),
    ...(args.disablerepo && { disablerepo: args.disablerepo }),
    ...{ disable_gpg_check: args.disable_gpg_check, install_weak_deps: install_recommends },
    ...{
      security: false,
      bugfix: false,
      allow_downgrade: false,
      allowerasing: false,
      nobest: false,
      skip_broken: false,
    },
  };
}

/** The names as dnf takes them. */
function rpmNames({ name }: Args): Outcome<readonly string[]> {
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
  return good(words.map((word) => String(word).replace(/^([^/=:]+)=([^=]+)$/, "$1-$2")));
}
