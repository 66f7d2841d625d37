import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NOBODY = 65534;
const SERVER = "/usr/sbin/mariadbd";
const INSTALL = "/usr/bin/mariadb-install-db";

/** A MariaDB server of its own, of which only the socket can be reached. */
export class MariadbServer {
  readonly folder: string;
  readonly login: { readonly login_unix_socket: string; readonly login_user: string };
  readonly #process: ChildProcess;

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.login = { login_unix_socket: socketIn(folder), login_user: "root" };
    this.#process = process;
  }

  /** Undefined if this machine has no MariaDB. */
  static async start(): Promise<MariadbServer | undefined> {
    if (![SERVER, INSTALL].every((path) => existsSync(path))) return undefined;
    const folder = mkdtempSync(join(tmpdir(), "provision-mariadb-"));
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
    const data = `--datadir=${join(folder, "data")}`;
    const user = isRoot ? ["--user=nobody"] : [];
    const setUp = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-log-bin"];
    execFileSync(INSTALL, ["--no-defaults", data, ...user, ...setUp], { stdio: "ignore" });
    const options = [`--socket=${socketIn(folder)}`, "--skip-networking", `--pid-file=${join(folder, "pid")}`];
    const log = ["--general-log", `--general-log-file=${join(folder, "log")}`];
    const ids = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const child = spawn(SERVER, ["--no-defaults", data, ...options, ...log], {
      stdio: ["ignore", "ignore", "pipe"],
      ...ids,
    });
    await ready(child);
    return new MariadbServer(folder, child);
  }

  /** What a statement returns. */
  ask(sql: string): string {
    const args = ["--no-defaults", "--user=root", `--socket=${socketIn(this.folder)}`, "--batch", "-N", "-r"];
    return execFileSync("mariadb", args, { encoding: "utf8", input: sql }).trimEnd();
  }

  /** Whether this user can log in. */
  lets(user: string, password: string): boolean {
    const args = ["--no-defaults", `--user=${user}`, `--password=${password}`, `--socket=${socketIn(this.folder)}`];
    return spawnSync("mariadb", [...args, "-e", "DO 0"], { stdio: "ignore" }).status === 0;
  }

  /** All statements that it has run. */
  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

function socketIn(folder: string): string {
  return join(folder, "socket");
}

/** Waits until the server says so. */
async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  for await (const chunk of server.stderr ?? []) {
    said += String(chunk);
    if (said.includes("ready for connections")) {
      server.stderr?.resume();
      return;
    }
  }
  throw new Error(`MariaDB did not start:\n${said}`);
}
