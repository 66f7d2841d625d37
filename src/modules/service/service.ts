import { shellModule } from "../../module/contract.ts";
import { applyUnit } from "./apply.ts";
import { SERVICE_ARGS } from "./args.ts";
import { decideUnit } from "./decide.ts";
import { probeUnit } from "./probe.ts";

export const service = shellModule({
  name: "service",
  summary: "Starts, stops, enables or disables a systemd unit.",
  notes: [
    "`restarted` and `reloaded` are a change each time: use them in handlers. `reloaded` starts a unit that is not running.",
    "`daemon_reload` lets systemd read the unit's files again where they have changed since it did.",
    "In check mode, a unit whose package is still to be installed is unknown: many packages start and enable what they bring.",
  ],
  args: SERVICE_ARGS,
  returns: {
    name: "The unit with its suffix.",
    active: "Whether it runs.",
    enabled: "Whether it starts when the target does.",
  },
  examples: [
    { title: "Running, also after a reboot", args: { name: "cron", state: "started", enabled: true } },
    { title: "Off", args: { name: "systemd-timesyncd", state: "stopped", enabled: false } },
  ],
  probe: probeUnit,
  decide: decideUnit,
  apply: applyUnit,
});
