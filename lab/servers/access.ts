import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { docker } from "../engine/docker.ts";
import type { LabHost } from "./host.ts";
import { must } from "../machine/process.ts";
import type { Settings } from "../settings.ts";
import { stateFolder } from "../state.ts";

/**
 * `deploy`, the inventory's login, may only do what docs/security.md recommends. `admin` has sudo without a password, `operator` with
 * one, `plain` has none. All log in with the lab's key only.
 */
const USERS = ["deploy", "admin", "operator", "plain"] as const;

export const privateKeyFile = (settings: Settings): string => join(settings.state, "id_ed25519");
export const knownHostsFile = (settings: Settings): string => join(settings.state, "known_hosts");
const passwordFile = (settings: Settings): string => join(settings.state, "operator.password");

/** Creates the key pair and the operator's password, once per lab. */
export async function ensureCredentials(settings: Settings): Promise<void> {
  stateFolder(settings);
  const key = privateKeyFile(settings);
  if (!existsSync(key)) await must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "provision-lab", "-f", key]);
  if (!existsSync(passwordFile(settings))) {
    writeFileSync(passwordFile(settings), `${randomBytes(12).toString("base64url")}\n`, { mode: 0o600 });
  }
}

export const operatorPassword = (settings: Settings): string => readFileSync(passwordFile(settings), "utf8").trim();

const GRANT = `set -eu
read -r key
read -r password
for user in ${USERS.join(" ")}; do
  printf '%s\\n' "$key" >"/home/$user/.ssh/authorized_keys"
  chown "$user:$user" "/home/$user/.ssh/authorized_keys"
done
printf 'operator:%s\\n' "$password" | chpasswd`;

/** Installs the key and the password on a host, through the container engine. */
export async function grantAccess(settings: Settings, host: LabHost): Promise<void> {
  const key = readFileSync(`${privateKeyFile(settings)}.pub`, "utf8").trim();
  const input = `${key}\n${operatorPassword(settings)}\n`;
  await docker(["exec", "-i", host.container, "sh", "-c", GRANT], { input });
}

/** Writes the hosts' keys, read through the container engine, so that no first connection has to be trusted. */
export async function writeKnownHosts(settings: Settings, hosts: readonly LabHost[]): Promise<void> {
  const entries = await Promise.all(hosts.map(async (host) => knownHostLines(host, await hostKeys(host))));
  writeFileSync(
    knownHostsFile(settings),
    entries
      .flat()
      .map((line) => `${line}\n`)
      .join(""),
    { mode: 0o600 },
  );
}

const hostKeys = (host: LabHost): Promise<string> =>
  docker(["exec", host.container, "sh", "-c", "cat /etc/ssh/ssh_host_*_key.pub"]);

/** Lines of a known_hosts file. `keys`: the content of the public key files, one key per line. */
export function knownHostLines({ name, address }: LabHost, keys: string): string[] {
  const words = keys.split("\n").map((line) => line.split(" "));
  return words.flatMap(([type, key]) =>
    type === undefined || key === undefined ? [] : [`${address},${name} ${type} ${key}`],
  );
}

/** The ssh command for a host of the lab; `target` is ADDRESS or USER@ADDRESS. */
export function sshArgv(
  settings: Settings,
  target: string,
  command: readonly string[],
): readonly [string, ...string[]] {
  const options = ["IdentitiesOnly=yes", "StrictHostKeyChecking=yes", `UserKnownHostsFile=${knownHostsFile(settings)}`];
  return [
    "ssh",
    "-F",
    "none",
    "-i",
    privateKeyFile(settings),
    ...options.flatMap((option) => ["-o", option]),
    target,
    ...command,
  ];
}
