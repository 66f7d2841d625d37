import type { Change } from "../../../model/change.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { captured } from "../../lib/capture.ts";
import { worked } from "../../lib/script-output.ts";
import { elementOf, FIREWALLD_ARGS, isWanted, optionFor, type FirewalldArgs } from "./args.ts";
import { decideFirewalld } from "./decide.ts";
import { probeFirewalld, type FirewalldState } from "./probe.ts";

export const firewalld = shellModule({
  name: "firewalld",
  summary: "Enables or disables services, ports and more in a zone of the firewall firewalld.",
  notes: [
    "Without `permanent`, the change acts until firewalld restarts or reloads. With `permanent` alone, it acts from then on; with `permanent` and `immediate`, now and then.",
    "While firewalld does not run, firewall-offline-cmd changes the permanent settings. What is to act now needs it running, unless `offline` and `permanent` are set.",
    "firewalld itself says what a zone has, so a rich rule counts as present however it was written. A source or an interface is moved from the zone that it belongs to.",
  ],
  args: FIREWALLD_ARGS,
  returns: { zone: "The zone." },
  examples: [
    {
      title: "Let in what comes to a service, now and after a reboot",
      args: { service: "https", permanent: true, immediate: true, state: "enabled" },
    },
    {
      title: "Let a network reach a port",
      args: {
        rich_rule: "rule family=ipv4 source address=192.0.2.0/24 port port=9092 protocol=tcp accept",
        zone: "public",
        permanent: true,
        state: "enabled",
      },
    },
  ],
  probe: probeFirewalld,
  decide: decideFirewalld,
  apply,
});

function apply(args: FirewalldArgs, changes: readonly Change[], { zone, isRunning }: FirewalldState): Apply {
  const element = elementOf(args);
  const verb = isWanted(args) ? (element.isMoved ? "change" : "add") : "remove";
  const words = [`--zone=${zone}`, optionFor(verb, element)];
  const permanent = isRunning
    ? write`with_environment timeout 60 firewall-cmd --permanent ${words}`
    : write`with_environment timeout 60 firewall-offline-cmd ${words}`;
  const steps = changes.map(({ resource }) =>
    resource.name.startsWith("firewalld/permanent/")
      ? permanent
      : write`with_environment timeout 60 firewall-cmd ${words}`,
  );
  const script = captured(
    "firewalld",
    steps.reduce((done, step) => write`${done} && ${step}`),
  );
  return { script, parse: worked("change the firewall") };
}
