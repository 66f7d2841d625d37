import { shellModule } from "../module/contract.ts";
import { applyApt } from "./lib/packages/apply.ts";
import { probeApt } from "./lib/packages/probe.ts";
import { decidePackages, workOf } from "./lib/packages/decide.ts";
import { PACKAGE_ALIASES, PACKAGE_ARGS, PACKAGE_NOTES, PACKAGE_RETURNS } from "./lib/packages/args.ts";

export const apt = shellModule({
  name: "apt",
  summary: "Installs, upgrades or removes packages on Debian and Ubuntu.",
  notes: PACKAGE_NOTES,
  args: { required: [], shorthand: "name", aliases: PACKAGE_ALIASES, properties: PACKAGE_ARGS },
  returns: PACKAGE_RETURNS,
  examples: [
    { title: "Install two packages", args: { name: ["ca-certificates", "curl"], update_cache: true } },
    { title: "Remove a package", args: { name: "nano", state: "absent" } },
    { title: "Fetch the package lists once a day", args: { update_cache: true, cache_valid_time: 86400 } },
  ],
  probe: probeApt,
  decide: decidePackages,
  background: true,
  apply: (args, changes, state) => applyApt(args, workOf(args, changes, state)),
});
