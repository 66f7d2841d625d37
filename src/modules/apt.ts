import { shellModule } from "../module/contract.ts";
import { applyApt } from "./lib/packages/apply.ts";
import { probeApt } from "./lib/packages/probe.ts";
import { decidePackages, workOf } from "./lib/packages/decide.ts";
import { APT_ALIASES, APT_ARGS, APT_NOTES, PACKAGE_RETURNS } from "./lib/packages/args.ts";

export const apt = shellModule({
  name: "apt",
  summary: "Installs, upgrades or removes packages on Debian and Ubuntu.",
  notes: APT_NOTES,
  args: {
    required: [],
    shorthand: "name",
    aliases: APT_ALIASES,
    exclusive: [["deb", "name", "upgrade"]],
    properties: APT_ARGS,
  },
  returns: PACKAGE_RETURNS,
  examples: [
    { title: "Install two packages", args: { name: ["ca-certificates", "curl"], update_cache: true } },
    { title: "Remove a package", args: { name: "nano", state: "absent" } },
    { title: "Fetch the package lists once a day", args: { update_cache: true, cache_valid_time: 86400 } },
    { title: "Upgrade all packages", args: { upgrade: "dist", autoremove: true } },
    { title: "Install a package from a file", args: { deb: "/var/tmp/agent_2.1_amd64.deb" } },
  ],
  probe: probeApt,
  decide: decidePackages,
  background: true,
  apply: (args, changes, state) => applyApt(args, workOf(args, changes, state)),
});
