import { readFileSync, readlinkSync } from "node:fs";
import { createHash } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, type Outcome } from "../errors/fault.ts";
import type { Environment, Holder, NamedFile } from "./environment.ts";
import { codeOf, readIfExists, writeSynced } from "./files.ts";

const LOCK_TRIES = 200;
const LOCK_PAUSE_MS = 25;
const LOOK_EVERY = 20;

/** Runs `use` while no other provision process writes the file. The lock is held for milliseconds, so others wait for it. */
export async function withLock<T>(
  { path: file, name }: NamedFile,
  environment: Environment,
  use: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const lock = path.join(path.dirname(file), `.${path.basename(file)}.lock`);
  const text = lockText(environment.holder);
  for (let tries = 0; !(await takeLock(lock, text)); tries++) {
    const isLast = tries >= LOCK_TRIES;
    const other = isLast || tries % LOOK_EVERY === 0 ? await readIfExists(lock) : undefined;
    // A holder writes its name at once: if nothing is written after all this time, it died before it could.
    const isDead = other === "" ? isLast : other !== undefined && isDeadHolder(other, environment.holder);
    if (other !== undefined && isDead) await removeDead(lock, other, environment);
    else if (isLast) return bad(lockedBy(other ?? "", name, lock, environment));
    await environment.sleep(isDead ? 0 : LOCK_PAUSE_MS);
  }
  try {
    await removeTemporaries(file);
    return await use();
  } finally {
    await rm(lock, { force: true });
  }
}

function lockedBy(text: string, name: string, lock: string, { holder }: Environment) {
  const [first = ""] = text.split("\n");
  const elsewhere = parseLock(text)?.host !== holder.host;
  return secretsFault("secrets/locked", { path: name, lock, holder: first.trim() || "unknown", elsewhere });
}

/** Removes what a process that died under the lock has left next to the file. */
async function removeTemporaries(file: string): Promise<void> {
  const folder = path.dirname(file);
  const prefix = `.${path.basename(file)}.`;
  const isTemporary = (name: string) => name.startsWith(prefix) && /^[0-9a-f]{32}$/.test(name.slice(prefix.length));
  for (const name of (await readdir(folder)).filter(isTemporary)) await rm(path.join(folder, name), { force: true });
}

async function takeLock(lock: string, text: string): Promise<boolean> {
  try {
    await writeSynced(lock, text);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock of a dead process. If another run was faster and it is already that run's lock, the run gets it back. */
async function removeDead(lock: string, dead: string, { randomId }: Environment): Promise<void> {
  const aside = `${lock}.${randomId()}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readIfExists(aside)) === dead) await rm(aside, { force: true });
  else await rename(aside, lock);
}

/** Two lines: the first for people, the second tells this very process from a later one with its number. */
function lockText(holder: Holder): string {
  return `process ${holder.pid} on ${holder.host}\n${machine()} ${startOf(holder.pid) ?? "-"}\n`;
}

interface Lock extends Holder {
  readonly machine: string | undefined;
  readonly start: string | undefined;
}

function parseLock(text: string): Lock | undefined {
  const [, pid, host = "", machine, start] = /^process (\d+) on (\S+)\n(?:(\S+) (\S+)\n)?$/.exec(text) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), host, machine, start };
}

/** Whether the process is certainly dead. Of one on another machine or in another container, that cannot be said. */
function isDeadHolder(text: string, own: Holder): boolean {
  const lock = parseLock(text);
  if (lock?.host !== own.host || (lock.machine !== undefined && lock.machine !== machine())) return false;
  if (!exists(lock.pid)) return true;
  const start = startOf(lock.pid);
  return lock.start !== undefined && lock.start !== "-" && start !== undefined && start !== lock.start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** When a process started: the boot of the system, and clock ticks after it (proc(5)). Undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  const ticks = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  const boot = contentOf("/proc/sys/kernel/random/boot_id")?.trim();
  return ticks && boot ? `${boot}:${ticks}` : undefined;
}

/** Tells machines and containers of the same name apart. The machine's id itself is confidential (machine-id(5)). */
function machine(): string {
  const id = contentOf("/etc/machine-id") ?? "";
  return createHash("sha256").update(`provision ${id} ${processNamespace()}`).digest("hex").slice(0, 16);
}

function processNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
