import { shellModule } from "../../../module/contract.ts";
import { apply } from "./apply.ts";
import { schema } from "./args.ts";
import { decide } from "./decide.ts";
import { probe } from "./probe.ts";

export const dnf = shellModule({
  name: "dnf",
  summary: "Installs, upgrades or removes packages of rpm on Fedora, Red Hat Enterprise Linux and their relatives.",
  notes: [
    "`yum` is a name of this module, and needs dnf on the target, too. It is tested with dnf 4.",
    "rpm tells what is installed. Which version is installed is known afterwards; a package that no repository has is noticed in the run only.",
    "With `state: latest`, upgrades come from the metadata that dnf has, whatever their age, in check mode and in the run. With `update_cache`, or without metadata, they are unknown in check mode; the run then is `ok` if no package changed. The query writes lines to dnf's own logs.",
    "A version that is lower than the installed one is an error unless `allow_downgrade` is set.",
    "`autoremove` is false unless it is given: what came along with removed packages stays.",
  ],
  args: schema,
  returns: { versions: "The installed version of each package by its name." },
  examples: [
    { title: "Install two packages", args: { name: ["curl", "chrony"] } },
    {
      title: "Install a version from a repository that is disabled",
      args: { name: ["nginx-1.26.2"], enablerepo: ["testing"] },
    },
    { title: "Upgrade what closes holes", args: { name: ["*"], state: "latest", security: true } },
    { title: "Remove a package and what only it needed", args: { name: ["nano"], state: "absent", autoremove: true } },
  ],
  probe,
  decide,
  background: true,
  apply,
});
