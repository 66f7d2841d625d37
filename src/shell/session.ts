import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Become } from "../model/host.ts";
import type { Answer } from "../module/answer.ts";
import type { Dial } from "../module/contract.ts";
import { read, write, type Script } from "../module/script.ts";
import type { Ended, RunningProcess } from "./end-commands.ts";
import { holdLock, type HeldLock } from "./host-lock/hold-lock.ts";
import { LEASE, LOCKED, type Lease, type LockHolder } from "./host-lock/host-lock.ts";
import { DAMAGED, endRun, enterRun, joinRun, pathFunctions, pendingHandlers, stateFunctions } from "./run-state.ts";
import { forgetHandler, parsePending, rememberHandler, type PendingHandler } from "./pending-handlers.ts";
import { STOP_FILE, type Step } from "./frame.ts";
import type { Shell, StepAnswer, Upload } from "./shell.ts";
import { first, Shells, userOf, type ShellsOptions } from "./shells.ts";

/** A host in check mode: nothing here can write. */
export interface ReadSession {
  /** Runs scripts that only read, in one round trip; resolves to their answers, in order. */
  read(scripts: readonly Script<"read">[], become: Become | undefined): Promise<Outcome<Answer[]>>;
  /** Does the same, but each answer resolves as soon as its script has ended. */
  readEach(scripts: readonly Script<"read">[], become: Become | undefined): Promise<Outcome<Answer>>[];
  /** The handlers that earlier runs notified as this user, but did not run. */
  pending(become: Become | undefined): Promise<Outcome<readonly PendingHandler[]>>;
  /** Those of all users whose shells were used so far, except the forgotten ones. */
  knownPending(): readonly PendingHandler[];
  readonly dial: Dial;
  /** The content that is being sent to the host at the moment. */
  uploading(): Upload | undefined;
  /** Opens what `interrupt` needs, so that it acts at once. */
  prepareInterrupt(): void;
  /** What was running on the host when an interrupt was prepared. */
  lastRunning(): readonly RunningProcess[];
  /** Ends what is running on the host, and rejects everything that is asked afterwards. */
  interrupt(): Promise<(Ended | undefined)[]>;
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
  /**
   * The same for several scripts that write, each only if those before it ran and its guard holds. Returns the steps' answers, then the
   * others' answers.
   */
  writeSteps(
    steps: readonly Step[],
    reads: readonly Script<"read">[],
    become: Become | undefined,
  ): Promise<Outcome<StepAnswer>>[];
  /** Remembers a handler as this run's; `section` is the section of the play that notifies it. */
  rememberHandler(key: string, section: string): Script<"write">;
  /** Forgets a handler, no matter which user's task notified it. */
  forgetHandler(key: string): Promise<void>;
}

export interface SessionOptions extends ShellsOptions {
  /** Identifies the run on this host in the names of its temporary files: letters and digits. */
  readonly runId: string;
  /** The IDs that the run has on all its hosts: two of them may be the same machine. */
  readonly runIds?: ReadonlySet<string>;
  /** Who started the run, where and when: shown to other runs while it holds the lock. */
  readonly who: string;
  /**
   * Called each time that another run holds the lock: resolves to whether to try again. `holder` says who started that run; it is empty
   * if that cannot be seen. Without this function, the session does not wait.
   */
  readonly waitForLock?: (holder: string) => Promise<boolean>;
  readonly lease?: Lease;
}

/** Opens a session for check mode, which takes no lock and leaves nothing behind. */
export async function openReadSession(options: SessionOptions): Promise<Outcome<ReadSession>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const shells = new Shells(options, transport.value, (shell) => {
    shell.prepare(pathFunctions);
    shell.prepare(stateFunctions);
    shell.prepare(read`only_reading=yes`);
    return Promise.resolve(good(undefined));
  });
  const pending = new Map<string, readonly PendingHandler[]>();
  return good({
    ...reading(shells, pending),
    async pending(become) {
      const answers = await shells.send([pendingHandlers], become);
      if (!answers.ok) return answers;
      const handlers = pendingOf(first(answers.value), options.host);
      if (handlers.ok) pending.set(userOf(become), handlers.value);
      return handlers;
    },
    close: () => shells.close(),
  });
}

/** Opens a session for a run: it takes the host's lock, and each user's first shell cleans up after runs that died. */
export async function openSession(options: SessionOptions): Promise<Outcome<Session>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const pending = new Map<string, readonly PendingHandler[]>();
  const shells = new Shells(options, transport.value, async (shell, user) => {
    const held = await lock;
    if (!held.ok) return held;
    const handlers = await begin(shell, options, held.value.holder);
    if (handlers.ok) pending.set(user, handlers.value);
    return handlers;
  });
  const lock = lockHost(shells, options);
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
    writeSteps: (steps, reads, become) => shells.sendSteps(steps, reads, become),
    prepareInterrupt: () => shells.prepareInterrupt([write`${enterRun(options.runId)}\n: >"$run/"${STOP_FILE}`]),
    rememberHandler: (key, section) => rememberHandler(key, section, options.who),
    async forgetHandler(key) {
      for (const [user, handlers] of pending) pending.set(user, without(key, handlers));
      await shells.each((shell) => shell.send([forgetHandler(key)]));
    },
    async close() {
      await shells.each(async (shell, user) => {
        const ended = await shell.send([endRun]);
        const second = ended.ok ? undefined : await shells.secondOf(user);
        await second?.send([write`${enterRun(options.runId)}\n${endRun}`]);
      });
      const held = await lock;
      if (held.ok) await held.value.release();
      await shells.close();
    },
  });
}

/** What both kinds of sessions have in common; `pending` holds the pending handlers by user. */
function reading(
  shells: Shells,
  pending: ReadonlyMap<string, readonly PendingHandler[]>,
): Pick<
  ReadSession,
  "read" | "readEach" | "knownPending" | "dial" | "uploading" | "prepareInterrupt" | "lastRunning" | "interrupt"
> {
  return {
    read: (scripts, become) => shells.send(scripts, become),
    readEach: (scripts, become) => shells.sendEach(scripts, become),
    knownPending: () => [...pending.values()].flat(),
    dial: shells.dial,
    uploading: () => shells.uploading(),
    prepareInterrupt: () => shells.prepareInterrupt([]),
    lastRunning: () => shells.lastRunning(),
    interrupt: () => shells.interrupt(),
  };
}

/** The login user's second shell holds the lock, so that the first one can be ended without losing it. */
async function lockHost(shells: Shells, options: SessionOptions): Promise<Outcome<HeldLock>> {
  const shell = await shells.second(undefined);
  if (!shell.ok) return shell;
  const { lease = LEASE, runIds = new Set(), waitForLock = () => Promise.resolve(false) } = options;
  const held = await holdLock(shell.value, { ...options, lease, runIds, waitForLock });
  if (held.ok) {
    void shell.value.ended.then((end) => {
      // A lost connection is reported as such.
      if (end !== "lost") shells.lose(shellFault("shell/lock-lost", { host: options.host }));
    });
  }
  return held;
}

async function begin(
  shell: Shell,
  { host, runId }: SessionOptions,
  holder: LockHolder,
): Promise<Outcome<readonly PendingHandler[]>> {
  const begun = await shell.define(joinRun(runId, holder));
  if (!begun.ok) return begun;
  const answer = first(begun.value);
  if (answer.exit === LOCKED) return bad(olderRunFault(host, answer.stdout));
  const handlers = pendingOf(answer, host);
  // The run has its folder, but does not begin.
  if (!handlers.ok && answer.exit === 0) await shell.send([endRun]);
  return handlers;
}

/** `holder` ends with the process that owns the holder's connection. */
function olderRunFault(host: string, holder: string): Fault {
  const process = /process (\d+) there$/.exec(holder)?.[1];
  return shellFault("shell/locked", { host, holder, process });
}

function pendingOf({ stdout, stderr, exit }: Answer, host: string): Outcome<readonly PendingHandler[]> {
  if (exit === DAMAGED) {
    const [wrong = "", ...path] = stdout.replace(/\n$/, "").split("\n");
    return bad(shellFault("shell/damaged-state", { host, wrong, path: path.join("\n") }));
  }
  if (exit !== 0) return bad(shellFault("shell/state-folder", { host, output: stderr.trim() }));
  const handlers = parsePending(stdout);
  if (typeof handlers !== "string") return good(handlers);
  return bad(
    shellFault("shell/damaged-state", { host, wrong: "does not name a handler as a run writes it", path: handlers }),
  );
}

function without(key: string, handlers: readonly PendingHandler[]): PendingHandler[] {
  return handlers.filter((other) => other.key !== key);
}
