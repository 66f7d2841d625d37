import { readFileSync } from "node:fs";
import { waitFor } from "../engine/daemon.ts";
import { docker, dockerList, tryDocker } from "../engine/docker.ts";
import { allHosts, hostNamed, type LabHost } from "./host.ts";
import { runArguments, type HostContext } from "./host-arguments.ts";
import { LabError } from "../lab-error.ts";
import { capabilitiesIn, grantableOf } from "../machine/capabilities.ts";
import { isPortFree } from "../machine/facts.ts";
import { readResolvConf } from "../machine/resolv-conf.ts";
import { report } from "../progress.ts";
import { LABEL, PAGES, type Settings } from "../settings.ts";

const BOOT_MS = 60_000;

/** The existing hosts, running or not, sorted by name. */
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

/** Creates a host, or starts the existing one if it has this image. */
export async function ensureHost(settings: Settings, host: LabHost, order: HostOrder): Promise<void> {
  const format = "{{.Config.Image}} {{.State.Running}}";
  const { code, stdout } = await tryDocker(["container", "inspect", "--format", format, host.container]);
  const [currentImage, running] = stdout.trim().split(" ");
  if (code === 0 && currentImage === order.image) {
    if (running !== "true") await docker(["start", host.container]);
    return;
  }
  if (code === 0) await removeHosts([host]);
  await create(settings, host, order);
}

async function create(settings: Settings, host: LabHost, { image, cgroupVersion, main }: HostOrder): Promise<void> {
  const context: HostContext = {
    others: allHosts(settings),
    capabilities: grantableOf(capabilitiesIn(readFileSync("/proc/self/status", "utf8"), "CapBnd")),
    cgroupVersion,
    resolvConf: readResolvConf(),
    pages: main ? await freePages() : [],
  };
  await docker(["run", "-d", ...runArguments(host, context), image]);
}

async function freePages(): Promise<number[]> {
  const pages = await Promise.all(PAGES.map(async (page) => ({ ...page, free: await isPortFree(page.port) })));
  for (const { name, port, free } of pages) {
    if (!free)
      report(`port ${port} is in use on this machine, so ${name}'s page is reachable at the server's address only`);
  }
  return pages.filter(({ free }) => free).map(({ port }) => port);
}

/** Waits until the host's init system has started all units. */
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
  throw new LabError(`${host.name} did not start (${last || "no answer"}).\n${failed}${logs}`);
}

export async function removeHosts(hosts: readonly LabHost[]): Promise<void> {
  if (hosts.length === 0) return;
  await docker(["rm", "-f", "-v", ...hosts.map(({ container }) => container)]);
}
