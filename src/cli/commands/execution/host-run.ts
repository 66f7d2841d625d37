import { userInfo, hostname } from "node:os";
import { good, type Outcome } from "../../../errors/fault.ts";
import type { HostSettings } from "../../../inventory/settings.ts";
import type { Host } from "../../../model/host.ts";
import { HostRun } from "../../../run/host-run.ts";
import type { Access } from "../../../run/places/target.ts";
import { openReadSession, openSession, type SessionOptions } from "../../../shell/session.ts";
import type { Execution, Settings } from "./execution.ts";

/** A host with the way to open its session. */
export function hostRun(
  { options, io, connector }: Execution,
  { host, settings, runIds }: { readonly host: Host; readonly settings: Settings; readonly runIds: Set<string> },
  waiting: (host: Host) => NonNullable<SessionOptions["waitForLock"]>,
): HostRun {
  const { username } = userInfo();
  const connect = () => io.standIns?.openTransport(host) ?? connector.connect(host.name, settingsOf(host, settings));
  // Each host has its own ID: temporary files are named by it, and hosts may write into one shared folder.
  const runId = io.randomId().slice(0, 12);
  runIds.add(runId);
  const session = {
    host: host.name,
    runId,
    runIds,
    who: `${username} at ${hostname()}, started ${new Date(io.now()).toISOString()}`,
    connect,
    startWithin: options.timeout,
  };
  const isHere = settings.get(host.name)?.type === "local";
  return new HostRun(host, async (): Promise<Outcome<Access>> => {
    if (options.check) {
      const opened = await openReadSession(session);
      return opened.ok ? good({ mode: "check", session: opened.value, isHere }) : opened;
    }
    const opened = await openSession({ ...session, waitForLock: waiting(host) });
    return opened.ok ? good({ mode: "run", session: opened.value, isHere }) : opened;
  });
}

function settingsOf({ name }: Host, settings: Settings): HostSettings {
  const found = settings.get(name);
  if (!found) throw new Error(`the project was loaded without the connection settings of ${name}`);
  return found;
}
