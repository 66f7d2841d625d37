import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "../machine/lock.ts";
import { runAsRoot } from "../machine/root.ts";
import type { Argv } from "../machine/process.ts";

const STOP_MS = 20_000;
const POLL_MS = 100;

/** A process that outlives the command that starts it. Its files NAME.pid and NAME.log are in `folder`. */
export interface Daemon {
  readonly folder: string;
  readonly name: string;
  /** A word of its command line, which distinguishes it from a later process with the same id. */
  readonly mark: string;
}

export const logFileOf = ({ folder, name }: Daemon): string => join(folder, `${name}.log`);
const pidFileOf = ({ folder, name }: Daemon): string => join(folder, `${name}.pid`);

export function startDaemon(daemon: Daemon, [program, ...args]: Argv): void {
  const log = openSync(logFileOf(daemon), "a");
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  writeFileSync(pidFileOf(daemon), `${child.pid ?? 0}\n`);
  child.on("error", () => rmSync(pidFileOf(daemon), { force: true }));
  child.unref();
}

/** The daemon's process id; undefined if it is not running. */
export function runningPid(daemon: Daemon): number | undefined {
  const file = pidFileOf(daemon);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8"));
  return isAlive(pid) && commandLine(pid).includes(daemon.mark) ? pid : undefined;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Terminates the daemon and waits for its end. Returns false if it is still running after 20 seconds. */
export async function stopDaemon(daemon: Daemon): Promise<boolean> {
  const pid = runningPid(daemon);
  if (pid !== undefined) {
    await runAsRoot(["kill", String(pid)]);
    if (!(await waitFor(() => runningPid(daemon) === undefined, STOP_MS))) return false;
  }
  rmSync(pidFileOf(daemon), { force: true });
  return true;
}

/** Polls a condition. Returns whether it became true within the timeout. */
export async function waitFor(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
