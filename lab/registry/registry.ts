import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logFileOf, runningPid, startDaemon, stopDaemon, waitFor, type Daemon } from "../engine/daemon.ts";
import { LabError } from "../lab-error.ts";
import { isPortFree } from "../machine/facts.ts";
import { gatewayOf, type Settings } from "../settings.ts";
import { stateFolder } from "../state.ts";

const START_MS = 20_000;
const ANSWER_MS = 2000;

/** The URL for the hosts: the registry mirror of their Docker engines. */
export const mirrorUrl = (settings: Settings): string => `http://${gatewayOf(settings)}:${settings.registryPort}`;

/** The URL for uploads from this machine. */
export const pushUrl = (settings: Settings): string => `http://${pushAddress(settings)}`;

const pushAddress = (settings: Settings): string => `127.0.0.1:${settings.registryPort}`;

/** One process for uploads from this machine and one for pulls by the hosts, on the same store. */
const daemonsOf = (settings: Settings): { daemon: Daemon; address: string }[] => [
  { daemon: daemonOf(settings, "push"), address: pushAddress(settings) },
  { daemon: daemonOf(settings, "pull"), address: `${gatewayOf(settings)}:${settings.registryPort}` },
];

const daemonOf = (settings: Settings, side: string): Daemon => ({
  folder: settings.state,
  name: `registry-${side}`,
  mark: `registry-${side}.yml`,
});

export function isRegistryUp(settings: Settings): boolean {
  return daemonsOf(settings).every(({ daemon }) => runningPid(daemon) !== undefined);
}

export async function ensureRegistry(settings: Settings): Promise<void> {
  const down = daemonsOf(settings).filter(({ daemon }) => runningPid(daemon) === undefined);
  for (const { daemon, address } of down) await start(settings, daemon, address);
}

async function start(settings: Settings, daemon: Daemon, address: string): Promise<void> {
  if (address === pushAddress(settings) && !(await isPortFree(settings.registryPort))) {
    throw new LabError(`Port ${settings.registryPort} is in use. Set PROVISION_LAB_REGISTRY_PORT to another.`);
  }
  const store = join(settings.cache, "registry");
  mkdirSync(store, { recursive: true });
  const file = join(stateFolder(settings), `${daemon.name}.yml`);
  writeFileSync(file, configuration(store, address));
  startDaemon(daemon, ["docker-registry", "serve", file]);
  if (!(await waitFor(() => answers(`http://${address}/v2/`), START_MS))) {
    throw new LabError(`The lab's registry does not answer on ${address}. Its log is ${logFileOf(daemon)}.`);
  }
}

/** As JSON, which is valid YAML. */
function configuration(rootdirectory: string, addr: string): string {
  return `${JSON.stringify({ version: "0.1", log: { level: "warn" }, storage: { filesystem: { rootdirectory } }, http: { addr } })}\n`;
}

/** Whether a request succeeds within two seconds. */
export async function answers(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    return (await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    return false;
  }
}

export async function stopRegistry(settings: Settings): Promise<void> {
  for (const { daemon } of daemonsOf(settings)) await stopDaemon(daemon);
}
