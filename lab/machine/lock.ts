import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../lab-error.ts";
import { say } from "../say.ts";

const PATIENCE_MS = 10 * 60_000;
const POLL_MS = 200;

/** One command at a time changes the lab: a second one waits for the first. */
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
  const deadline = Date.now() + PATIENCE_MS;
  let told = false;
  while (!take(file)) {
    const owner = ownerOf(file);
    if (!isAlive(owner)) rmSync(file, { force: true });
    else if (Date.now() > deadline)
      throw new LabError(`Another lab command (process ${owner}) does not come to an end`);
    else if (!told) say(`waiting for another lab command (process ${owner})`);
    told = true;
    await pause(POLL_MS);
  }
}

function take(file: string): boolean {
  // Linked into place whole, so that nobody reads a lock without an owner.
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

/** Whether a process of this id runs; it may be another user's. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
