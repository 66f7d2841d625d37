import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "./lab-error.ts";

/** Everything that the lab creates in a container engine has this label. Nothing else is ever removed. */
export const LABEL = "provision.lab=1";
export const NETWORK = "provision-lab";
export const SHARED_VOLUME = "provision-lab-shared";

/** Web pages of the main server, published at the same ports of this machine's loopback address. */
export const PAGES = [
  { name: "Flink", port: 8081 },
  { name: "Druid", port: 8808 },
  { name: "Grafana", port: 3003 },
  { name: "Kafdrop", port: 9000 },
] as const;

export interface Settings {
  /** Kept between labs: images and downloads. */
  readonly cache: string;
  /** What belongs to the running lab only: keys, inventory, process ids. */
  readonly state: string;
  /** The first three numbers of the lab's /24. */
  readonly prefix: string;
  readonly registryPort: number;
}

export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const cache =
    env["PROVISION_LAB_CACHE"] ??
    join(env["XDG_CACHE_HOME"] ?? join(env["HOME"] ?? homedir(), ".cache"), "provision-lab");
  return {
    cache,
    state: join(cache, "run"),
    prefix: prefixOf(env["PROVISION_LAB_PREFIX"] ?? "172.30.0"),
    registryPort: portOf(env["PROVISION_LAB_REGISTRY_PORT"] ?? "5000"),
  };
}

function prefixOf(text: string): string {
  const numbers = text.split(".").map(Number);
  if (numbers.length === 3 && numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 255)) return text;
  throw new LabError(
    `PROVISION_LAB_PREFIX must be the first three numbers of an address, such as 172.30.0, not "${text}".`,
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new LabError(`PROVISION_LAB_REGISTRY_PORT must be a port number, not "${text}".`);
}

export const gatewayOf = (settings: Settings): string => `${settings.prefix}.1`;
export const subnetOf = (settings: Settings): string => `${settings.prefix}.0/24`;

/** The checkout, which contains the recipes, wherever the compiled code is. */
export const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new LabError("The lab runs only from a checkout of the project: no parent folder contains a package.json.");
  return rootAbove(parent);
}
