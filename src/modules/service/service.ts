import { type Probe, type Settled, shellModule } from "../../module/contract.ts";
import { applyUnit } from "./apply.ts";
import { SERVICE_ARGS, type ServiceArgs, type UnitArgs } from "./args.ts";
import { decideUnit } from "./decide.ts";
import { probeUnit } from "./probe.ts";
import { applyReload, decideReload, probeManager, type Manager } from "./manager.ts";
import { settleUnit } from "./settle.ts";
import type { Unit } from "./unit.ts";

export const service = shellModule({
  name: "service",
  summary: "Starts, stops, enables, disables or masks a systemd unit.",
  notes: [
    "`restarted` and `reloaded` are a change every time: use them in handlers. `reloaded` starts a unit that is not running.",
    "After a start, a restart or a reload the unit is watched for two seconds. If it ends, or systemd restarts it again and again, the task fails with its status, the number of its restarts, the end of its log and, for each port named there, which process or unit listens on it. A oneshot unit may end, if it succeeds.",
    "`daemon_reload` makes systemd reload the unit's files if they have changed since it read them; without `name`, if those of any unit have that it has loaded. It finds a new unit without that.",
    "A unit is stopped and disabled before it is masked, and unmasked before it is enabled and started.",
    "`enabled` follows `systemctl is-enabled`. Scripts in /etc/init.d are enabled and disabled like units; an alias stands for its unit.",
    [
      "| `systemctl is-enabled` | `enabled: true` | `enabled: false` |",
      "| --- | --- | --- |",
      "| enabled | ok | disables |",
      "| enabled-runtime | enables, beyond the next boot | disables |",
      "| disabled | enables | ok |",
      "| linked, linked-runtime | enables; without [Install] as static | ok |",
      "| alias | as linked; only if systemd has not loaded the unit that the alias stands for | ok |",
      "| indirect | enables, unless the units in `Also=` are enabled | disables, if any of them is enabled |",
      "| static | ok, with a warning: it cannot be enabled | ok |",
      "| generated | ok if it starts at boot, else fails and names its source | ok if it does not, else fails and names its source |",
      "| transient | fails: it is gone after a boot | ok |",
      "| masked | fails | ok |",
      "| masked-runtime | fails | ok, with a warning: it may start at the next boot |",
      "| bad | fails with systemd's reason | ok |",
      "| not-found | ok for a unit without a file, with a warning; a unit that does not exist fails | likewise, without a warning |",
    ].join("\n"),
    "With `scope: user`, the systemd of the user is asked that the task acts as (`become_user`): it must run. It does while the user is logged in, and from the boot on after `loginctl enable-linger USER`.",
    "In check mode, a unit whose package is not installed yet is unknown: many packages start and enable their units.",
  ],
  args: SERVICE_ARGS,
  returns: {
    name: "The unit with its suffix.",
    active: "Whether it runs.",
    enabled: "Whether it starts when the target boots.",
    masked: "Whether it is masked, if the task says so.",
  },
  examples: [
    { title: "Start a unit, now and at boot", args: { name: "cron", state: "started", enabled: true } },
    { title: "Stop and disable a unit", args: { name: "systemd-timesyncd", state: "stopped", enabled: false } },
    {
      title: "Keep a unit from being started by anything",
      args: { name: "apt-daily.timer", state: "stopped", masked: true },
    },
    { title: "Make systemd read changed files, in a handler", args: { daemon_reload: true } },
    {
      title: "Start a unit of the user that the task acts as",
      args: { name: "syncthing", scope: "user", state: "started", enabled: true },
    },
  ],
  probe: (args): Probe<Unit | Manager> => (isOfUnit(args) ? probeUnit(args) : probeManager(args)),
  decide: (args, state, predicted) =>
    isOfUnit(args) && !isManager(state)
      ? decideUnit(args, state, predicted)
      : decideReload(managerOf(state), predicted),
  apply: (args, changes, state) =>
    isOfUnit(args) && !isManager(state) ? applyUnit(args, changes, state) : applyReload(args),
  settle: {
    ...settleUnit,
    check: (args, state, made): Settled =>
      isOfUnit(args) && !isManager(state)
        ? settleUnit.check(args, state, made && { ...made, before: state })
        : { is: "settled" },
  },
});

const isOfUnit = (args: ServiceArgs): args is UnitArgs => args.name !== undefined;
const isManager = (state: Unit | Manager): state is Manager => "loaded" in state;
const managerOf = (state: Unit | Manager): Manager =>
  isManager(state) ? state : { scope: state.scope, loaded: new Set(), outdated: [] };
