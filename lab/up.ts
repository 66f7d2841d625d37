import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  ensureCredentials,
  grantAccess,
  knownHostsFile,
  privateKeyFile,
  sshArgv,
  writeKnownHosts,
} from "./servers/access.ts";
import { recordCheckout, rejectForeignServers } from "./checkout.ts";
import { waitFor } from "./engine/daemon.ts";
import type { EngineInfo } from "./engine/docker.ts";
import { ensureEngine } from "./engine/engine.ts";
import { ensureHostImage, type Distribution } from "./servers/host-image.ts";
import { addressesOf, hostNamed, type LabHost } from "./servers/host.ts";
import { awaitBoot, ensureHost, existingHosts, removeHosts } from "./servers/hosts.ts";
import type { ImageChoice } from "./build/image-choice.ts";
import { ensureImages } from "./build/images.ts";
import { inventoryText, readSiteVars, withAddresses } from "./servers/inventory.ts";
import { ensureJob } from "./build/job.ts";
import { LabError } from "./lab-error.ts";
import { ensureNetwork } from "./servers/network.ts";
import { preflight, type NEEDS } from "./preflight.ts";
import { failureText, run } from "./machine/process.ts";
import { ensureRegistry, mirrorUrl } from "./registry/registry.ts";
import { timed } from "./progress.ts";
import { ROOT, type Settings } from "./settings.ts";

export interface UpOptions {
  /** The first one is the main server. */
  readonly hosts: readonly string[];
  /** Recreates hosts that already exist. */
  readonly fresh: boolean;
  /** The images that the registry must hold. */
  readonly images: ImageChoice;
  /** Whether to build the Flink job, too. */
  readonly job: boolean;
  readonly size: keyof typeof NEEDS;
}

const LOGIN_MS = 20_000;

const inventoryFile = (settings: Settings): string => join(settings.state, "inventory.yaml");
/** A copy of the project's inventory: the secrets that the lab's servers get are generated next to it, not in the project. */
const siteInventoryFile = (settings: Settings): string => join(settings.state, "site", "inventory.yaml");

/** The inventories of the site on the lab, in order: the project's, then the lab's addresses and sizes. */
export const inventoryFiles = (settings: Settings): readonly [string, string] => [
  siteInventoryFile(settings),
  inventoryFile(settings),
];

/** Brings the lab up and reuses what exists. The caller holds the lock. */
export async function bringUp(settings: Settings, options: UpOptions): Promise<readonly LabHost[]> {
  const hosts = options.hosts.map((name) => hostNamed(settings, name));
  await timed("checks", () => preflight(settings, options.size));
  const engine = await timed("engine", () => ensureEngine(settings));
  if (!options.fresh && (await existingHosts(settings)).length > 0) rejectForeignServers(settings);
  await timed("network and registry", async () => {
    await ensureNetwork(settings);
    await ensureRegistry(settings);
  });
  const images = options.images === false ? undefined : timed("images", () => ensureImages(settings, options.images));
  const job = options.job ? timed("job", () => ensureJob(settings, "untested")) : undefined;
  const order = { hosts, fresh: options.fresh, main: hosts[0]?.name };
  await Promise.all([timed("servers", () => startHosts(settings, engine, order)), images, job]);
  recordCheckout(settings);
  writeInventory(settings, hosts);
  return hosts;
}

export interface ServerOrder {
  readonly name: string;
  /** The images that the registry must hold. */
  readonly images: ImageChoice;
  /** The default is that of the site's servers. */
  readonly distribution?: Distribution;
}

/** Brings up one server that belongs to no site: it is in no inventory and publishes no pages. The caller holds the lock. */
export async function bringUpAside(settings: Settings, order: ServerOrder): Promise<LabHost> {
  const { name, images, distribution } = order;
  const host = hostNamed(settings, name);
  await preflight(settings, "hosts");
  const engine = await ensureEngine(settings);
  await ensureNetwork(settings);
  await ensureRegistry(settings);
  const built = images === false ? undefined : ensureImages(settings, images);
  await Promise.all([
    startHosts(settings, engine, { hosts: [host], fresh: false, main: undefined, distribution }),
    built,
  ]);
  return host;
}

interface HostsOrder {
  readonly hosts: readonly LabHost[];
  readonly fresh: boolean;
  /** The host whose web pages are published on the machine. */
  readonly main: string | undefined;
  readonly distribution?: Distribution | undefined;
}

async function startHosts(settings: Settings, engine: EngineInfo, asked: HostsOrder): Promise<void> {
  const { hosts, fresh, main, distribution } = asked;
  await ensureCredentials(settings);
  const image = await ensureHostImage(settings, distribution);
  if (fresh) await removeHosts(await existingAmong(settings, hosts));
  const order = (host: LabHost) => ({ image, cgroupVersion: engine.CgroupVersion, main: host.name === main });
  await Promise.all(hosts.map((host) => ensureHost(settings, host, order(host))));
  await openHosts(settings, hosts);
}

async function existingAmong(settings: Settings, hosts: readonly LabHost[]): Promise<LabHost[]> {
  const names = new Set(hosts.map(({ name }) => name));
  return (await existingHosts(settings)).filter(({ name }) => names.has(name));
}

/** Waits for the hosts, gives the lab's users access, and checks it by a login. */
async function openHosts(settings: Settings, hosts: readonly LabHost[]): Promise<void> {
  await Promise.all(
    hosts.map(async (host) => {
      await awaitBoot(host);
      await grantAccess(settings, host);
    }),
  );
  await writeKnownHosts(settings, await existingHosts(settings));
  await Promise.all(hosts.map((host) => awaitLogin(settings, host)));
}

async function awaitLogin(settings: Settings, host: LabHost): Promise<void> {
  const argv = sshArgv(settings, `deploy@${host.address}`, ["sudo", "-n", "sh", "-c", "true"]);
  let last = await run(argv);
  await waitFor(async () => {
    if (last.code !== 0) last = await run(argv);
    return last.code === 0;
  }, LOGIN_MS);
  if (last.code !== 0) throw new LabError(`Nobody can log in to ${host.name}.\n${failureText(argv, last)}`);
}

function writeInventory(settings: Settings, hosts: readonly LabHost[]): void {
  const text = inventoryText({
    hosts,
    privateKeyFile: privateKeyFile(settings),
    knownHostsFile: knownHostsFile(settings),
    mirror: mirrorUrl(settings),
    siteVars: readSiteVars(),
  });
  writeFileSync(inventoryFile(settings), text);
  const folder = dirname(siteInventoryFile(settings));
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(ROOT, "generated_secrets.yaml"), join(folder, "generated_secrets.yaml"));
  const site = readFileSync(join(ROOT, "inventory.yaml"), "utf8");
  writeFileSync(siteInventoryFile(settings), withAddresses(site, addressesOf(settings)));
}

/** Recreates a host: a bare server with the same name and address, but another host key. */
export async function resetHost(settings: Settings, hosts: readonly LabHost[], name: string): Promise<void> {
  const host = hostNamed(settings, name);
  const engine = await ensureEngine(settings);
  const order = {
    image: await ensureHostImage(settings),
    cgroupVersion: engine.CgroupVersion,
    main: name === hosts[0]?.name,
  };
  await removeHosts([host]);
  await ensureHost(settings, host, order);
  await openHosts(settings, [host]);
}

/** Removes a host if it exists, and its known keys. */
export async function removeHost(settings: Settings, name: string): Promise<void> {
  await removeHosts((await existingHosts(settings)).filter((host) => host.name === name));
  await writeKnownHosts(settings, await existingHosts(settings));
}

/** Removes a host if it exists, and everything that names it. */
export async function dropHost(settings: Settings, hosts: readonly LabHost[], name: string): Promise<void> {
  await removeHost(settings, name);
  writeInventory(
    settings,
    hosts.filter((host) => host.name !== name),
  );
}
