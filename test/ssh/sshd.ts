import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { canMount } from "../../tools/test/own-state.ts";

const run = promisify(execFile);
const PROGRAM = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"].find((path) => existsSync(path));
const isRoot = userInfo().uid === 0;
const ROOT_STATE = "/var/lib/provision";

export interface SshdOptions {
  /** Lines of sshd_config, before all others. */
  readonly config?: readonly string[];
  /** Variables of every session. By default, HOME is a folder of this server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Scripts by name, found before all other programs. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Bind mounts that only its sessions see, as source and target. Requires `canMount`. */
  readonly mounts?: readonly (readonly [string, string])[];
  /** A script that replaces the login shell; the command is in SSH_ORIGINAL_COMMAND. */
  readonly wrapper?: string;
  readonly hostKeyType?: "ed25519" | "ecdsa" | "rsa";
  /** If false, nobody can log in. */
  readonly authorized?: boolean;
}

/** An sshd on the loopback address, run by the current user. */
export interface Sshd {
  readonly port: number;
  /** Removed when the server stops. */
  readonly folder: string;
  readonly home: string;
  readonly keyFile: string;
  /** As in known_hosts, without the host: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  readonly knownHostsFile: string;
  /** Where provision keeps its state on this target. */
  readonly state: string;
  /** A new folder for files of the target. */
  scratch(): string;
  /** The processes that hold connections. */
  connections(): number[];
  stop(): Promise<void>;
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  if (PROGRAM === undefined) throw new Error("these tests need an sshd: install openssh-server");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "provision-sshd-")));
  const at = (name: string) => join(folder, name);
  const hostKey = await prepareFolder(folder, options);
  const { child, port } = await listen(folder, options);
  runningServers += 1;
  await writeFile(at("known_hosts"), `[127.0.0.1]:${port} ${hostKey}\n`);
  const killAtExit = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", killAtExit);
  return {
    port,
    folder,
    home: at("home"),
    keyFile: at("key"),
    hostKey,
    knownHostsFile: at("known_hosts"),
    state: isRoot ? (canMount() ? at("state") : ROOT_STATE) : at("home/.local/state/provision"),
    scratch: () => mkdtempSync(at("scratch-")),
    connections: () => childrenOf(child.pid ?? 0),
    async stop() {
      process.off("exit", killAtExit);
      for (const pid of childrenOf(child.pid ?? 0)) killIfAlive(pid);
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A session may end by itself after it was listed. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Writes the keys and programs of a server into its folder; resolves to the public host key. */
async function prepareFolder(folder: string, options: SshdOptions): Promise<string> {
  const at = (name: string) => join(folder, name);
  mkdirSync(at("home"));
  mkdirSync(at("state"));
  await run("ssh-keygen", ["-q", "-t", options.hostKeyType ?? "ed25519", "-N", "", "-C", "", "-f", at("host_key")]);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", at("key")]);
  const hostKey = (await readFile(at("host_key.pub"), "utf8")).trim();
  await writeFile(at("authorized_keys"), options.authorized === false ? "" : await readFile(at("key.pub")));
  for (const [name, text] of Object.entries(options.programs ?? {})) {
    await mkdir(at("programs"), { recursive: true });
    await writeFile(join(at("programs"), name), text, { mode: 0o755 });
  }
  if (options.wrapper !== undefined) await writeFile(at("wrapper"), options.wrapper, { mode: 0o755 });
  return hostKey;
}

/** Starts sshd on a free port. If another program takes the port first, tries another one. */
async function listen(folder: string, options: SshdOptions): Promise<{ child: ChildProcess; port: number }> {
  for (let tries = 0; tries < 5; tries++) {
    const port = await freePort();
    await writeFile(join(folder, "sshd_config"), configOf(folder, port, options));
    const child = start(folder, options);
    const messages: string[] = [];
    for await (const line of createInterface({ input: child.stderr ?? process.stdin })) {
      if (line.startsWith("Server listening on")) {
        child.stderr?.resume();
        return { child, port };
      }
      messages.push(line);
    }
    if (!messages.some((line) => line.includes("Address already in use"))) {
      throw new Error(`sshd did not start: ${messages.join("; ")}`);
    }
  }
  throw new Error("sshd found no free port");
}

function configOf(folder: string, port: number, { config = [], env = {}, wrapper }: SshdOptions): string {
  const path = { PATH: `${join(folder, "programs")}:/usr/local/bin:/usr/bin:/bin` };
  const variables = Object.entries({ HOME: join(folder, "home"), ...path, ...env }).map(
    ([name, value]) => `"${name}=${value}"`,
  );
  return [
    ...config,
    "ListenAddress 127.0.0.1",
    `Port ${port}`,
    `HostKey ${join(folder, "host_key")}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    `PidFile ${join(folder, "pid")}`,
    "UsePAM no",
    "StrictModes no",
    "PermitRootLogin yes",
    `SetEnv ${variables.join(" ")}`,
    ...(wrapper === undefined ? [] : [`ForceCommand ${join(folder, "wrapper")}`]),
    "",
  ].join("\n");
}

/**
 * Root's server gets its own mounts if that is allowed, so that the machine's /var/lib/provision is not touched. Otherwise that folder
 * is used, and removed afterwards if it did not exist before.
 */
function start(folder: string, { mounts = [] }: SshdOptions): ChildProcess {
  const sshd = [PROGRAM ?? "sshd", "-D", "-e", "-f", join(folder, "sshd_config")];
  const stdio = ["ignore", "ignore", "pipe"] as const;
  if (!isRoot) return spawn(sshd[0] ?? "", sshd.slice(1), { stdio: [...stdio] });
  for (const path of canMount() ? [ROOT_STATE] : [ROOT_STATE, "/run/sshd"]) {
    if (mkdirSync(path, { recursive: true }) !== undefined) createdFolders.add(path);
  }
  const own = "mount -t tmpfs none /run && mkdir /run/sshd || exit";
  const bind = 'while [ "$1" != : ]; do mount --bind "$1" "$2" || exit; shift 2; done';
  const script = `${canMount() ? `${own}; ${bind}` : ":"}; shift; exec "$@"`;
  const binds = canMount() ? [[join(folder, "state"), ROOT_STATE], ...mounts].flat() : [];
  const words = [...(canMount() ? ["unshare", "-m"] : []), "sh", "-c", script, "sh", ...binds, ":", ...sshd];
  return spawn(words[0] ?? "", words.slice(1), { stdio: [...stdio] });
}

/** Folders of the machine that were created for the servers, and how many servers run. The last one to stop removes the folders. */
const createdFolders = new Set<string>();
let runningServers = 0;

function leave(): void {
  runningServers -= 1;
  if (runningServers > 0) return;
  for (const path of createdFolders) rmdirSync(path);
  createdFolders.clear();
}

/** A port of the loopback address on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** Processes whose parent is this one. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => statOf(pid)?.[1] === String(parent))
    .map(Number);
}

/** The fields of /proc/PID/stat after the name, beginning with the state; undefined if the process is gone. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
