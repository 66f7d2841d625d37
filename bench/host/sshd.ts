import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, connect, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { timed } from "../process.ts";

/** A way to log in, for any client. */
export interface Login {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly keyFile: string;
  /** Contains the server's key for its port and those of `alsoKnownAt`. */
  readonly knownHosts: string;
}

export interface Server extends Login {
  /** Adds the server's key for a further port, such as a relay's. */
  alsoKnownAt(port: number): Promise<void>;
  close(): Promise<void>;
}

const ADDRESS = "127.0.0.1";
const SSHD = "/usr/sbin/sshd";
/** sshd requires this folder if root runs it. */
const PRIVILEGE_FOLDER = "/run/sshd";

/** Starts an sshd as the current user on a free port of the loopback. Its files are in `folder`. */
export async function startServer(folder: string): Promise<Server> {
  if (!existsSync(SSHD)) throw new Error(`${SSHD} does not exist. Install openssh-server.`);
  if (process.getuid?.() === 0) await mkdir(PRIVILEGE_FOLDER, { recursive: true });
  const [hostKey, keyFile, knownHosts] = [`${folder}/host_key`, `${folder}/user_key`, `${folder}/known_hosts`];
  for (const file of [hostKey, keyFile]) await makeKey(file);
  const port = await freePort();
  await writeFile(`${folder}/sshd_config`, configuration(port, hostKey, `${keyFile}.pub`));
  const sshd = spawn(SSHD, ["-D", "-e", "-f", `${folder}/sshd_config`], { stdio: "ignore" });
  process.once("exit", () => sshd.kill());
  await untilOpen(port);
  const [type = "", key = ""] = (await readFile(`${hostKey}.pub`, "utf8")).split(" ");
  const ports: number[] = [];
  const alsoKnownAt = async (other: number) => {
    ports.push(other);
    await writeFile(knownHosts, ports.map((each) => `[${ADDRESS}]:${each} ${type} ${key}\n`).join(""));
  };
  await alsoKnownAt(port);
  const login = { address: ADDRESS, port, user: userInfo().username, keyFile, knownHosts };
  return { ...login, alsoKnownAt, close: () => end(sshd) };
}

function configuration(port: number, hostKey: string, authorized: string): string {
  return [
    `ListenAddress ${ADDRESS}`,
    `Port ${port}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${authorized}`,
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

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, "close");
  child.kill();
  await closed;
}
