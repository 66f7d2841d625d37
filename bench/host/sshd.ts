import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, connect, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { timed } from "../process.ts";
import { start } from "./own-machine.ts";

/** A way to log in, for any client. */
export interface Login {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly keyFile: string;
  /** Contains the server's key for its port and those of `alsoKnownAt`. */
  readonly knownHosts: string;
}

/** The host of a login, as an inventory of provision has it. */
export function hostOf({ address, port, user, keyFile, knownHosts }: Login) {
  return {
    ...{ address, ssh_port: port, ssh_user: user },
    ...{ ssh_private_key_file: keyFile, ssh_known_hosts_file: knownHosts },
  };
}

export interface Server extends Login {
  /** Adds the server's key for a further port, such as a relay's. */
  alsoKnownAt(port: number): Promise<void>;
  /** How many processes its sessions have started so far; undefined if the server has no process IDs of its own. */
  processes(): number | undefined;
  close(): Promise<void>;
}

const ADDRESS = "127.0.0.1";
const SSHD = "/usr/sbin/sshd";

/**
 * Starts an sshd as the current user on a free port of the loopback. Its files are in `folder`, which is also HOME of its sessions, so
 * that no start files of a shell are read. Root's server has mounts and process IDs of its own, where that is allowed: then several
 * servers on one machine are as independent as several machines, and leave nothing in /var/lib/provision.
 */
export async function startServer(folder: string): Promise<Server> {
  if (!existsSync(SSHD)) throw new Error(`${SSHD} does not exist. Install openssh-server.`);
  const [hostKey, keyFile, knownHosts] = [`${folder}/host_key`, `${folder}/user_key`, `${folder}/known_hosts`];
  for (const file of [hostKey, keyFile]) await makeKey(file);
  const port = await freePort();
  await writeFile(`${folder}/sshd_config`, configuration(port, folder));
  const sshd = start([SSHD, "-D", "-e", "-f", `${folder}/sshd_config`]);
  await untilOpen(port);
  const [type = "", key = ""] = (await readFile(`${hostKey}.pub`, "utf8")).split(" ");
  const ports: number[] = [];
  const alsoKnownAt = async (other: number) => {
    ports.push(other);
    await writeFile(knownHosts, ports.map((each) => `[${ADDRESS}]:${each} ${type} ${key}\n`).join(""));
  };
  await alsoKnownAt(port);
  const login = { address: ADDRESS, port, user: userInfo().username, keyFile, knownHosts };
  return { ...login, alsoKnownAt, ...sshd };
}

function configuration(port: number, folder: string): string {
  return [
    `ListenAddress ${ADDRESS}`,
    `Port ${port}`,
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/user_key.pub`,
    `SetEnv HOME=${folder}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "PermitRootLogin prohibit-password",
    "Subsystem sftp internal-sftp",
    "",
  ].join("\n");
}

async function makeKey(file: string): Promise<void> {
  await timed({ argv: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file] });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, ADDRESS);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, ADDRESS);
    const opened = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (opened) return;
    await sleep(50);
  }
  throw new Error(`sshd does not listen on port ${port}`);
}
