import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import { hostToDelegateTo } from "../../inventory/patterns/delegate.ts";
import { hostSettings, type HostSettings } from "../../inventory/settings.ts";
import type { Host } from "../../model/host.ts";
import { HostRun } from "../../run/host-run.ts";

export interface Delegating {
  readonly loaded: LoadedProject;
  /** The user's home folder, which replaces `~` in settings. */
  readonly home: string | undefined;
  /** The settings of the hosts that are known so far; those of further hosts are added. */
  readonly settings: Map<string, HostSettings>;
  /** The hosts of the plays. */
  readonly runs: ReadonlyMap<string, HostRun>;
  readonly create: (host: Host) => HostRun;
  readonly interrupted: () => boolean;
}

/** What opens hosts that no play contains, or the limit excludes, when a task is delegated to them. */
export function delegateOpener(parts: Delegating): (name: string) => Outcome<HostRun> {
  const { loaded, home, settings, runs, create } = parts;
  const { inventory, project, extraVars } = loaded;
  // A host of the plays may be this machine already, and then it has its lock.
  const localRun = () => [...runs.values()].find((run) => settings.get(run.host.name)?.type === "local");
  return (name) => {
    if (parts.interrupted()) return bad(runFault("run/interrupted", {}));
    const found = hostToDelegateTo(inventory, name, undefined);
    if (!found.ok) return found;
    const host = found.value;
    if (!inventory.hosts.has(host.name)) {
      settings.set(host.name, LOCAL);
    } else if (!settings.has(host.name)) {
      const own = hostSettings(inventory, host, { root: project.root, home, extraVars });
      if (!own.ok) return own;
      settings.set(host.name, own.value);
    }
    const same = settings.get(host.name)?.type === "local" ? localRun() : undefined;
    return good(same ? new HostRun(host, same.target) : create(host));
  };
}

/** This machine, if the inventory does not contain it. */
const LOCAL: HostSettings = {
  type: "local",
  address: "localhost",
  serviceAddress: "localhost",
  port: undefined,
  user: undefined,
  privateKeyFile: undefined,
  password: undefined,
  jump: undefined,
  knownHostsFile: undefined,
  become: undefined,
  becomeUser: undefined,
};
