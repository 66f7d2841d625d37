import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Become } from "../model/host.ts";
import type { Answer } from "../module/answer.ts";
import type { Dial } from "../module/contract.ts";
import type { Script } from "../module/script.ts";
import { beginRun, endRun, enterRun, forgetHandler, LOCKED, pendingHandlers, rememberHandler } from "./lock.ts";
import type { Shell } from "./shell.ts";
import { first, Shells, userOf, type ShellsOptions } from "./shells.ts";

/** A host in check mode: nothing here can write. */
export interface ReadSession {
  /** Runs scripts that only read, in one round trip; resolves to their answers, in order. */
  read(scripts: readonly Script<"read">[], become: Become | undefined): Promise<Outcome<Answer[]>>;
  /** Does the same, but each answer resolves as soon as its script has ended. */
  readEach(scripts: readonly Script<"read">[], become: Become | undefined): Promise<Outcome<Answer>>[];
  /** The keys of handlers that earlier runs notified as this user, but did not run. */
  pending(become: Become | undefined): Promise<Outcome<readonly string[]>>;
  /** The keys of all users whose shells were used so far. */
  knownPending(): readonly string[];
  readonly dial: Dial;
  close(): Promise<void>;
}

/** A host that may be changed, because the run holds its lock. */
export interface Session extends ReadSession {
  write(script: Script<"write">, become: Become | undefined): Promise<Outcome<Answer>>;
  /** Writes, then runs scripts that only read, in one round trip. Returns the answer of the first, then the others' answers. */
  writeThenRead(
    script: Script<"write">,
    reads: readonly Script<"read">[],
    become: Become | undefined,
  ): Promise<Outcome<Answer>>[];
  rememberHandler(key: string): Script<"write">;
  /** Forgets a handler, no matter which user's task notified it. */
  forgetHandler(key: string): Promise<void>;
}

export interface SessionOptions extends ShellsOptions {
  /** Identifies the run on this host in the names of its temporary files: letters and digits. */
  readonly runId: string;
  /** Who started the run, where and when: shown to other runs while it holds the lock. */
  readonly who: string;
}

/** Opens a session for check mode, which takes no lock and leaves nothing behind. */
export async function openReadSession(options: SessionOptions): Promise<Outcome<ReadSession>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const shells = new Shells(options, transport.value, () => Promise.resolve(good(undefined)));
  const pending = new Map<string, readonly string[]>();
  return good({
    ...reading(shells, pending),
    async pending(become) {
      const answers = await shells.send([pendingHandlers], become);
      if (!answers.ok) return answers;
      const keys = linesOf(first(answers.value));
      pending.set(userOf(become), keys);
      return good(keys);
    },
    close: () => shells.close(),
  });
}

/** Opens a session for a run: each user's first shell takes that user's lock and cleans up after runs that died. */
export async function openSession(options: SessionOptions): Promise<Outcome<Session>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const pending = new Map<string, readonly string[]>();
  const shells = new Shells(options, transport.value, async (shell, user) => {
    const keys = await begin(shell, options);
    if (keys.ok) pending.set(user, keys.value);
    return keys;
  });
  return good({
    ...reading(shells, pending),
    async write(script, become) {
      const answers = await shells.send([script], become);
      return answers.ok ? good(first(answers.value)) : answers;
    },
    async pending(become) {
      const shell = await shells.of(become);
      return shell.ok ? good(pending.get(userOf(become)) ?? []) : shell;
    },
    writeThenRead: (script, reads, become) => shells.sendEach([script, ...reads], become),
    rememberHandler,
    async forgetHandler(key) {
      for (const [user, keys] of pending) pending.set(user, without(key, keys));
      await shells.each((shell) => shell.send([forgetHandler(key)]));
    },
    async close() {
      await shells.each((shell) => shell.send([endRun]));
      await shells.close();
    },
  });
}

/** What both kinds of sessions have in common; `pending` holds the keys of pending handlers by user. */
function reading(
  shells: Shells,
  pending: ReadonlyMap<string, readonly string[]>,
): Pick<ReadSession, "read" | "readEach" | "knownPending" | "dial"> {
  return {
    read: (scripts, become) => shells.send(scripts, become),
    readEach: (scripts, become) => shells.sendEach(scripts, become),
    knownPending: () => [...pending.values()].flat(),
    dial: shells.dial,
  };
}

async function begin(shell: Shell, { host, runId, who }: SessionOptions): Promise<Outcome<readonly string[]>> {
  const [begun] = await Promise.all([shell.send([beginRun(runId, who)]), shell.define(enterRun(runId))]);
  if (!begun.ok) return begun;
  const answer = first(begun.value);
  const { stdout, stderr, exit } = answer;
  if (exit === LOCKED) return bad(shellFault("shell/locked", { host, holder: stdout.trim() }));
  if (exit !== 0) return bad(shellFault("shell/state-folder", { host, output: stderr.trim() }));
  return good(linesOf(answer));
}

function without(key: string, keys: readonly string[]): string[] {
  return keys.filter((other) => other !== key);
}

function linesOf({ stdout }: Answer): string[] {
  return stdout.split("\n").filter((line) => line !== "");
}
