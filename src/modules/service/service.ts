import { shellModule } from "../../module/contract.ts";
import { sequence, write } from "../../module/script.ts";
import { worked } from "../lib/answers.ts";
import { decideUnit, stepsFor } from "./decide.ts";
import { probeUnit, unitName } from "./units.ts";

export const service = shellModule({
  name: "service",
  summary: "Starts, stops, enables or disables a systemd unit.",
  notes: [
    "`restarted` and `reloaded` are a change each time: use them in handlers. `reloaded` starts a unit that is not running.",
    "`daemon_reload` lets systemd read the unit's files again where they have changed since it did.",
    "In check mode, a unit whose package is still to be installed is unknown: many packages start and enable what they bring.",
  ],
  args: {
    required: ["name"],
    properties: {
      name: {
        type: "string",
        description: "The unit; without a suffix it is a service.",
        pattern: "^[A-Za-z0-9_:\\\\][A-Za-z0-9:_.\\\\@-]*$",
      },
      state: {
        type: "string",
        description: "What it is to do now.",
        enum: ["started", "stopped", "restarted", "reloaded"],
      },
      enabled: { type: "boolean", description: "Whether it starts when the target does." },
      daemon_reload: { type: "boolean", description: "Let systemd read changed unit files first.", default: false },
    },
  },
  returns: {
    name: "The unit with its suffix.",
    active: "Whether it runs.",
    enabled: "Whether it starts when the target does.",
  },
  examples: [
    { title: "Running, also after a reboot", args: { name: "cron", state: "started", enabled: true } },
    { title: "Off", args: { name: "systemd-timesyncd", state: "stopped", enabled: false } },
  ],
  probe: ({ name }) => probeUnit(name),
  decide: decideUnit,
  apply: (args, _changes, state) => {
    const unit = unitName(args.name);
    const steps = stepsFor(args, state).map((step) =>
      step === "daemon-reload"
        ? write`with_environment systemctl daemon-reload || exit`
        : write`with_environment systemctl ${step} -- ${unit} || { rc=$?; with_environment systemctl status --no-pager --lines=20 -- ${unit} >&2; exit "$rc"; }`,
    );
    return { script: sequence(steps), parse: worked(`change the unit ${unit}`) };
  },
});
