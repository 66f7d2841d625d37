import { readFileSync } from "node:fs";
import { waitFor } from "../engine/daemon.ts";
import { docker, dockerList, tryDocker } from "../engine/docker.ts";
import { allHosts, hostNamed, type LabHost } from "./host.ts";
import { runArguments, type Surroundings } from "./host-arguments.ts";
import { LabError } from "../lab-error.ts";
import { capabilitiesIn, grantedTo } from "../machine/capabilities.ts";
import { isPortFree } from "../machine/facts.ts";
import { readResolvConf } from "../machine/resolv-conf.ts";
import { say } from "../say.ts";
import { LABEL, PAGES, type Settings } from "../settings.ts";

const BOOT_MS = 60_000;

/** The hosts there are, running or not, by name. */
export async function existingHosts(settings: Settings): Promise<LabHost[]> {
  const format = '{{.Label "provision.lab.host"}}';
  const names = await dockerList(["ps", "-a", "--filter", `label=${LABEL}`, "--format", format]);
  return names.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((name) => hostNamed(settings, name));
}

export interface HostOrder {
  readonly image: string;
  readonly cgroupVersion: string;
  /** Whether the web pages of this host are published on the machine. */
  readonly main: boolean;
}

/** Starts a host or takes the one that is there, if it is made of this image. */
export async function ensureHost(settings: Settings, host: LabHost, order: HostOrder): Promise<void> {
  const format = "{{.Config.Image}} {{.State.Running}}";
  const { code, stdout } = await tryDocker(["container", "inspect", "--format", format, host.container]);
  const [madeOf, running] = stdout.trim().split(" ");
  if (code === 0 && madeOf === order.image) {
    if (running !== "true") await docker(["start", host.container]);
    return;
  }
  if (code === 0) await removeHosts([host]);
  await create(settings, host, order);
}

async function create(settings: Settings, host: LabHost, { image, cgroupVersion, main }: HostOrder): Promise<void> {
  const surroundings: Surroundings = {
    others: allHosts(settings),
    capabilities: grantedTo(capabilitiesIn(readFileSync("/proc/self/status", "utf8"), "CapBnd")),
    cgroupVersion,
    resolvConf: readResolvConf(),
    pages: main ? await freePages() : [],
  };
  await docker(["run", "-d", ...runArguments(host, surroundings), image]);
}

async function freePages(): Promise<number[]> {
  const asked = await Promise.all(PAGES.map(async (page) => ({ ...page, free: await isPortFree(page.port) })));
  for (const { name, port, free } of asked) {
    if (!free) say(`port ${port} is taken on this machine: ${name}'s page will not be reachable there`);
  }
  return asked.filter(({ free }) => free).map(({ port }) => port);
}

/** Waits until the host's init system has started all there is to start. */
export async function awaitBoot(host: LabHost): Promise<void> {
  const states: string[] = [];
  const booted = await waitFor(async () => {
    const { stdout } = await tryDocker(["exec", host.container, "systemctl", "is-system-running"]);
    states.push(stdout.trim());
    return ["running", "degraded"].includes(stdout.trim());
  }, BOOT_MS);
  const last = states.at(-1) ?? "";
  if (booted && last === "running") return;
  const failed = (await tryDocker(["exec", host.container, "systemctl", "--failed", "--plain"])).stdout;
  const logs = (await tryDocker(["logs", "--tail", "10", host.container])).stderr;
  throw new LabError(`${host.name} does not come up (${last || "no answer"})\n${failed}${logs}`);
}

export async function removeHosts(hosts: readonly LabHost[]): Promise<void> {
  if (hosts.length === 0) return;
  await docker(["rm", "-f", "-v", ...hosts.map(({ container }) => container)]);
}
