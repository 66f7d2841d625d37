import { parse } from "yaml";
import { asList, asTree, type Tree } from "./tree.ts";

/** The keys of a service in the resolved configuration that `settings.ts` compares with its containers. */
export const WANTED_KEYS = [
  ...[
    "blkio_config",
    "cap_add",
    "cap_drop",
    "configs",
    "cpu_period",
    "cpu_quota",
    "cpu_shares",
    "cpus",
    "cpuset",
    "deploy",
  ],
  ...["init", "logging", "mem_limit", "mem_reservation", "memswap_limit", "network_mode", "pids_limit", "privileged"],
  ...[
    "read_only",
    "restart",
    "secrets",
    "security_opt",
    "shm_size",
    "tmpfs",
    "ulimits",
    "user",
    "volumes",
    "volumes_from",
  ],
];

/** The services' keys, by name, in the lines that the probe selects from the resolved configuration. */
export function parseWanted(lines: readonly string[]): ReadonlyMap<string, Tree> {
  try {
    const services: unknown = parse(lines.join("\n"));
    return new Map(Object.entries(asTree(services)).map(([name, service]) => [name, asTree(service)]));
  } catch {
    // Nothing is compared then. The probe has asked compose for the digest of the same text.
    return new Map();
  }
}

/** What compose sets for a limit, in the engine's unit; undefined if it cannot be read. */
export function limitOf(service: Tree, name: string, key: string): number | undefined {
  const limits = asTree(asTree(asTree(service["deploy"])["resources"])["limits"]);
  return numberOf(limits[name] ?? service[key]);
}

export function reservationOf(service: Tree): number | undefined {
  const reserved = asTree(asTree(asTree(service["deploy"])["resources"])["reservations"]);
  return numberOf(reserved["memory"] ?? service["mem_reservation"]);
}

/** No number is none at all: 0. */
export function numberOf(value: unknown): number | undefined {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : undefined;
}

/** `NAME`, or `on-failure:RETRIES`; undefined if the engine decides. */
export function restartPolicy(service: Tree): string | undefined {
  if (typeof service["restart"] === "string") return service["restart"].replace(/:0$/, "");
  const policy = asTree(asTree(service["deploy"])["restart_policy"]);
  const name = { none: "no", "on-failure": "on-failure", any: "always" }[String(policy["condition"])];
  if (service["deploy"] === undefined || Object.keys(policy).length === 0) return "no";
  const attempts = name === "on-failure" ? numberOf(policy["max_attempts"]) : 0;
  return name === undefined || !attempts ? name : `${name}:${attempts}`;
}

/** The places in the container that the service mounts something at; undefined if another service decides. */
export function mountTargets(service: Tree): ReadonlySet<string> | undefined {
  if (asList(service["volumes_from"]).length > 0) return undefined;
  const volumes = asList(service["volumes"]).map((volume) => asTree(volume)["target"]);
  const secrets = asList(service["secrets"]).map((secret) => inFolder("/run/secrets", asTree(secret)));
  const configs = asList(service["configs"]).map((config) => inFolder("", asTree(config)));
  const tmpfs = asList(service["tmpfs"]).map((line) => String(line).split(":")[0]);
  return new Set([...volumes, ...secrets, ...configs, ...tmpfs].map((path) => String(path).replace(/(.)\/+$/, "$1")));
}

function inFolder(folder: string, { source, target }: Tree): string {
  const name = String(target ?? source);
  return name.startsWith("/") ? name : `${folder}/${name}`;
}
