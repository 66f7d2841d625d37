import { shellModule } from "../module/contract.ts";
import { applyApt } from "./lib/packages/apply.ts";
import { probeApt } from "./lib/packages/probe.ts";
import { decidePackages, workOf } from "./lib/packages/decide.ts";
import { PACKAGE_ALIASES, PACKAGE_ARGS, PACKAGE_NOTES, PACKAGE_RETURNS } from "./lib/packages/args.ts";

/** `package` is a reserved word, so the export ends in an underscore. */
export const package_ = shellModule({
  name: "package",
  summary: "Installs, upgrades or removes packages with the target's own package manager.",
  notes: ["Only apt is supported; on a target without it the task fails.", ...PACKAGE_NOTES],
  args: { required: ["name"], shorthand: "name", aliases: PACKAGE_ALIASES, properties: PACKAGE_ARGS },
  returns: PACKAGE_RETURNS,
  examples: [
    { title: "Install a package", args: { name: "curl", update_cache: true } },
    { title: "Remove two packages", args: { name: ["nano", "ed"], state: "absent" } },
  ],
  probe: probeApt,
  decide: decidePackages,
  background: true,
  apply: (args, changes, state) => applyApt(args, workOf(args, changes, state)),
});
