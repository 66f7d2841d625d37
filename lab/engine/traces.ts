import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runAsRoot } from "../machine/root.ts";
import type { EngineOrigin } from "../state.ts";

/** The engine's identity, created at its first start. */
export const KEY_FILE = "/etc/docker/key.json";

const CGROUPS = "/sys/fs/cgroup";
const RUN_FOLDERS = ["/run/docker", "/run/containerd", "/var/run/docker.sock"];

type ProcessOrigin = Extract<EngineOrigin, { kind: "process" }>;

/** Removes what a stopped engine leaves in the kernel and in /run. */
export async function removeTraces(before: ProcessOrigin, dataRoot: string): Promise<void> {
  await removeRules("filter");
  await removeRules("nat");
  await runAsRoot(["iptables", "-P", "FORWARD", before.forwardPolicy]);
  await runAsRoot(["ip", "link", "delete", "docker0"]);
  await runAsRoot(["sh", "-c", `echo ${before.ipForward} >/proc/sys/net/ipv4/ip_forward`]);
  await removeCgroups();
  for (const place of mountPointsBelow(readFileSync("/proc/mounts", "utf8"), [dataRoot, "/run/docker"])) {
    await runAsRoot(["umount", place]);
  }
  await runAsRoot(["rm", "-rf", ...RUN_FOLDERS, ...(before.hadKey ? [] : [KEY_FILE])]);
}

/** The mount points in /proc/mounts at or below these folders, inner ones first. */
export function mountPointsBelow(mounts: string, folders: readonly string[]): string[] {
  const places = mounts.split("\n").flatMap((line) => line.split(" ")[1] ?? []);
  return places.filter((place) => folders.some((folder) => `${place}/`.startsWith(`${folder}/`))).reverse();
}

async function removeRules(table: string): Promise<void> {
  const rules = (await runAsRoot(["iptables", "-t", table, "-S"])).stdout.split("\n");
  for (const command of removalCommands(rules)) await runAsRoot(["iptables", "-t", table, ...command]);
}

/**
 * The iptables arguments that delete the engine's rules and then its chains, from the lines of `iptables -S`. A rule is
 * the engine's if it names one of its chains or its bridge, or masquerades its network.
 */
export function removalCommands(rules: readonly string[]): string[][] {
  const words = rules.map((rule) => rule.split(" "));
  const chains = words
    .filter(([verb, name]) => verb === "-N" && name?.startsWith("DOCKER") === true)
    .map(([, name]) => name ?? "");
  const isOurs = (rule: readonly string[]) => rule.some((word) => word === "docker0" || chains.includes(word));
  return [
    ...words.filter((rule) => rule[0] === "-A" && isOurs(rule)).map(([, ...rest]) => ["-D", ...rest]),
    ...chains.map((chain) => ["-F", chain]),
    ...chains.map((chain) => ["-X", chain]),
  ];
}

/** The engine's control groups are below `docker`; on version 1 there is one such folder per controller. */
async function removeCgroups(): Promise<void> {
  if (!existsSync(CGROUPS)) return;
  const folders = [CGROUPS, ...readdirSync(CGROUPS).map((name) => join(CGROUPS, name))].map((base) =>
    join(base, "docker"),
  );
  const present = folders.filter((folder) => existsSync(folder));
  if (present.length > 0) await runAsRoot(["find", ...present, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"]);
}
