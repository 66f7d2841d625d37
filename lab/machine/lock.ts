import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../lab-error.ts";
import { report } from "../progress.ts";

const TIMEOUT_MS = 10 * 60_000;
const POLL_MS = 200;

/** Runs `work` while no other command changes the lab. Waits for the other command, up to ten minutes. */
export async function locked<T>(cache: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, "lock");
  await acquire(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

async function acquire(file: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  let reported = false;
  while (!tryLock(file)) {
    const owner = ownerOf(file);
    if (!isAlive(owner)) rmSync(file, { force: true });
    else if (Date.now() > deadline)
      throw new LabError(
        `Another lab command (process ${owner}) is still running after ten minutes. Wait for it, or terminate it.`,
      );
    else if (!reported) report(`waiting for another lab command (process ${owner})`);
    reported = true;
    await pause(POLL_MS);
  }
}

function tryLock(file: string): boolean {
  // Linking is atomic, so nobody can read a lock without an owner.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** Whether a process with this id is running, possibly another user's. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
