import { shellModule } from "../../module/contract.ts";
import { applyUnit } from "./apply.ts";
import { SERVICE_ARGS } from "./args.ts";
import { decideUnit } from "./decide.ts";
import { probeUnit } from "./probe.ts";

export const service = shellModule({
  name: "service",
  summary: "Starts, stops, enables or disables a systemd unit.",
  notes: [
    "`restarted` and `reloaded` are a change every time: use them in handlers. `reloaded` starts a unit that is not running.",
    "`daemon_reload` makes systemd reload the unit's files if they have changed since it read them.",
    "In check mode, a unit whose package is not installed yet is unknown: many packages start and enable their units.",
  ],
  args: SERVICE_ARGS,
  returns: {
    name: "The unit with its suffix.",
    active: "Whether it runs.",
    enabled: "Whether it starts when the target boots.",
  },
  examples: [
    { title: "Start a unit, now and at boot", args: { name: "cron", state: "started", enabled: true } },
    { title: "Stop and disable a unit", args: { name: "systemd-timesyncd", state: "stopped", enabled: false } },
  ],
  probe: probeUnit,
  decide: decideUnit,
  apply: applyUnit,
});
