import { knownHostsFile, operatorPassword, privateKeyFile } from "./servers/access.ts";
import { takeDown } from "./down.ts";
import { tryDocker } from "./engine/docker.ts";
import { reachEngine } from "./engine/engine.ts";
import { ensureHostImage } from "./servers/host-image.ts";
import { awaitBoot, existingHosts } from "./servers/hosts.ts";
import { addressesOf, hostNamed, type LabHost } from "./servers/host.ts";
import type { ImageChoice } from "./build/image-choice.ts";
import type { Answer } from "./machine/can-run.ts";
import { ensureImages, imageRecords } from "./build/images.ts";
import { ensureJob } from "./build/job.ts";
import { LabError } from "./lab-error.ts";
import { ensurePackages, SSHD_NEEDS, VARIANT_NEEDS, type Need } from "./machine/packages.ts";
import { locked } from "./machine/lock.ts";
import type { Outcome } from "./machine/process.ts";
import { LABEL, NETWORK, settingsFrom, type Settings } from "./settings.ts";
import { mirrorUrl } from "./registry/registry.ts";
import { bringUp, bringUpAside, dropHost, inventoryFiles, removeHost, resetHost, type ServerOrder } from "./up.ts";

export { canRunLab } from "./machine/can-run.ts";
export type { ImageChoice, LabHost, Outcome };

export interface LabRequest {
  /** Their names, server1 to server9; the first one is the main server. */
  readonly hosts: readonly string[];
  /** Replaces running servers by bare ones. */
  readonly fresh?: boolean;
  /** The images that the registry must hold: names without a tag, groups ("kafka", "pipeline"), or true for the default. */
  readonly images?: ImageChoice;
}

/** A running lab, as tests use it. */
export interface Lab {
  /** The inventories of the site on the lab, in order. */
  readonly inventoryFiles: readonly string[];
  /** The lab's own inventory: the last of them. */
  readonly inventoryFile: string;
  readonly knownHostsFile: string;
  readonly privateKeyFile: string;
  readonly operatorPassword: string;
  /** SERVER1 and SERVER2, as the project's inventory reads them from the environment. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly hosts: readonly LabHost[];
  /** Runs a shell command as root on a host, without SSH and the provisioner. */
  exec(host: string, command: string): Promise<Outcome>;
  /**
   * Runs a shell command in a separate container on the lab's network, which acts as a machine outside the inventory. The lab's network has
   * IPv4 only: with `ipv6`, an address with the length of its prefix, the container has that one as well.
   */
  asStranger(command: string, ipv6?: string): Promise<Outcome>;
  /** Replaces a host by a bare server with a new host key. */
  reset(host: string): Promise<void>;
  /** Removes a host, also from the inventory and the known host keys. The others keep running. */
  drop(host: string): Promise<void>;
  down(): Promise<void>;
}

/** One server of the lab that belongs to no site. */
export interface LabServer extends LabHost {
  /** Whether it was there before. */
  readonly existed: boolean;
  /** Where it pulls images from. */
  readonly mirror: string;
  readonly knownHostsFile: string;
  readonly privateKeyFile: string;
  readonly operatorPassword: string;
  /** Runs a shell command as root on it, without SSH and the provisioner. */
  exec(command: string): Promise<Outcome>;
  /** Waits until its init system has started all units. */
  awaitBoot(): Promise<void>;
  /** Removes it. The others keep running. */
  drop(): Promise<void>;
}

/** Brings up a server beside those of the site, or reuses it. The inventories and the other servers stay as they are. */
export async function labServer(order: ServerOrder): Promise<LabServer> {
  const { name } = order;
  const settings = settingsFrom(process.env);
  const existed =
    (await reachEngine()) !== undefined && (await existingHosts(settings)).some((one) => one.name === name);
  const host = await locked(settings.cache, () => bringUpAside(settings, order));
  return {
    ...host,
    existed,
    mirror: mirrorUrl(settings),
    knownHostsFile: knownHostsFile(settings),
    privateKeyFile: privateKeyFile(settings),
    operatorPassword: operatorPassword(settings),
    exec: (command) => tryDocker(["exec", host.container, "sh", "-c", command]),
    awaitBoot: () => awaitBoot(host),
    drop: () => locked(settings.cache, () => removeHost(settings, name)),
  };
}

/** Builds the Flink job's jar if it is missing or outdated; with `tested` always, and runs its own tests. */
export function buildJob(tests: "tested" | "untested"): Promise<void> {
  return ensureJob(settingsFrom(process.env), tests);
}

/** Fills the registry of a lab that is up. It does not take the lab's lock, so the lab can be used meanwhile. */
export function buildImages(images: ImageChoice): Promise<void> {
  return ensureImages(settingsFrom(process.env), images);
}

/** Installs the program that the tests' own SSH servers run, or returns why it cannot. */
export function ensureSshd(): Promise<Answer> {
  return ensure(SSHD_NEEDS);
}

/** The same for the shells and tools with which the contract suite runs. */
export function ensureVariants(): Promise<Answer> {
  return ensure(VARIANT_NEEDS);
}

async function ensure(needs: readonly Need[]): Promise<Answer> {
  try {
    await ensurePackages(needs);
    return { ok: true };
  } catch (error) {
    if (error instanceof LabError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** Whether a lab exists. */
export async function isLabUp(): Promise<boolean> {
  return (await reachEngine()) !== undefined && (await existingHosts(settingsFrom(process.env))).length > 0;
}

/** The existing lab, unchanged; undefined if no lab exists. */
export async function existingLab(): Promise<Lab | undefined> {
  const settings = settingsFrom(process.env);
  if ((await reachEngine()) === undefined) return undefined;
  const hosts = await existingHosts(settings);
  return hosts.length > 0 ? labOf(settings, hosts) : undefined;
}

/** The public names of the images that small stand-ins replace. */
export function standIns(): string[] {
  const images = imageRecords(settingsFrom(process.env));
  return images.filter(({ way }) => way.startsWith("STAND-IN")).map(({ image }) => image);
}

/** Removes the lab, except its cache. */
export function labDown(): Promise<void> {
  const settings = settingsFrom(process.env);
  return locked(settings.cache, () => takeDown(settings, { cache: false }));
}

/** Brings the lab up, or reuses the existing one and adds the hosts that it lacks. */
export async function labUp({ hosts, fresh = false, images = true }: LabRequest): Promise<Lab> {
  const settings = settingsFrom(process.env);
  const up = await locked(settings.cache, () => bringUp(settings, { hosts, fresh, images, job: false, size: "hosts" }));
  return labOf(settings, up);
}

function labOf(settings: Settings, hosts: readonly LabHost[]): Lab {
  return {
    inventoryFiles: inventoryFiles(settings),
    inventoryFile: inventoryFiles(settings)[1],
    knownHostsFile: knownHostsFile(settings),
    privateKeyFile: privateKeyFile(settings),
    operatorPassword: operatorPassword(settings),
    addresses: addressesOf(settings),
    hosts,
    exec: (host, command) => tryDocker(["exec", hostNamed(settings, host).container, "sh", "-c", command]),
    asStranger: async (command, ipv6) => {
      const image = await ensureHostImage(settings);
      const withAddress = ["--cap-add", "NET_ADMIN", "--sysctl", "net.ipv6.conf.all.disable_ipv6=0"];
      return tryDocker([
        ...["run", "--rm", "--network", NETWORK, "--label", LABEL],
        ...(ipv6 === undefined ? [] : withAddress),
        ...["--entrypoint", "sh", image, "-c"],
        ipv6 === undefined ? command : `ip -6 addr add ${ipv6} dev eth0 nodad && { ${command}; }`,
      ]);
    },
    reset: (host) => locked(settings.cache, () => resetHost(settings, hosts, host)),
    drop: (host) => locked(settings.cache, () => dropHost(settings, hosts, host)),
    down: () => locked(settings.cache, () => takeDown(settings, { cache: false })),
  };
}
