import type { Duplex } from "node:stream";
import type { Transport } from "../connection/transport.ts";
import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Become } from "../model/host.ts";
import type { Answer } from "../module/answer.ts";
import type { Dial } from "../module/contract.ts";
import type { Script } from "../module/script.ts";
import { beginRun, endRun, enterRun, forgetHandler, LOCKED, pendingHandlers, rememberHandler } from "./lock.ts";
import { Shell } from "./shell.ts";

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

export interface SessionOptions {
  readonly host: string;
  /** Identifies the run in the names of its temporary files: letters and digits. */
  readonly runId: string;
  /** Who started the run, where and when: shown to other runs while it holds the lock. */
  readonly who: string;
  readonly connect: () => Promise<Outcome<Transport>>;
}

/** Opens a session for check mode, which takes no lock and leaves nothing behind. */
export async function openReadSession(options: SessionOptions): Promise<Outcome<ReadSession>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const shells = new Shells(options, transport.value, () => Promise.resolve(good(undefined)));
  const pending = new Map<string, readonly string[]>();
  return good({
    read: (scripts, become) => shells.send(scripts, become),
    readEach: (scripts, become) => shells.sendEach(scripts, become),
    async pending(become) {
      const answers = await shells.send([pendingHandlers], become);
      if (!answers.ok) return answers;
      const keys = linesOf(first(answers.value));
      pending.set(userOf(become), keys);
      return good(keys);
    },
    knownPending: () => [...pending.values()].flat(),
    dial: shells.dial,
    close: () => shells.close(),
  });
}

/** Opens a session for a run: each user's first shell takes that user's lock and cleans up after runs that died. */
export async function openSession(options: SessionOptions): Promise<Outcome<Session>> {
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const pending = new Map<string, readonly string[]>();
  const shells = new Shells(options, transport.value, async (shell, user) => {
    const begun = await begin(shell, options);
    if (begun.ok) pending.set(user, begun.value);
    return begun;
  });
  return good({
    read: (scripts, become) => shells.send(scripts, become),
    readEach: (scripts, become) => shells.sendEach(scripts, become),
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
    knownPending: () => [...pending.values()].flat(),
    async forgetHandler(key) {
      for (const [user, keys] of pending)
        pending.set(
          user,
          keys.filter((other) => other !== key),
        );
      await shells.each((shell) => shell.send([forgetHandler(key)]));
    },
    dial: shells.dial,
    async close() {
      await shells.each((shell) => shell.send([endRun]));
      await shells.close();
    },
  });
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

function linesOf({ stdout }: Answer): string[] {
  return stdout.split("\n").filter((line) => line !== "");
}

type Prepare = (shell: Shell, user: string) => Promise<Outcome<unknown>>;

/** The shells of one host, one for each user, opened when they are first needed. */
class Shells {
  readonly #options: SessionOptions;
  readonly #transports: Transport[];
  readonly #prepare: Prepare;
  readonly #open = new Map<string, Promise<Outcome<Shell>>>();

  constructor(options: SessionOptions, transport: Transport, prepare: Prepare) {
    this.#options = options;
    this.#transports = [transport];
    this.#prepare = prepare;
  }

  readonly dial = (address: string, port: number): Duplex => this.#first().dial(address, port);

  /** Does not try a rejected password again. After any other refusal by sudo it does: the user may have been created meanwhile. */
  of(become: Become | undefined): Promise<Outcome<Shell>> {
    const user = userOf(become);
    const open = this.#open.get(user);
    if (open) return open;
    const start = this.#start(become, user);
    this.#open.set(user, start);
    void start.then((shell) => {
      if (!shell.ok && shell.faults[0].code === "shell/sudo-refused") this.#open.delete(user);
    });
    return start;
  }

  async send(scripts: readonly Script[], become: Become | undefined): Promise<Outcome<Answer[]>> {
    const shell = await this.of(become);
    return shell.ok ? shell.value.send(scripts) : shell;
  }

  sendEach(scripts: readonly Script[], become: Become | undefined): Promise<Outcome<Answer>>[] {
    const sent = this.of(become).then((shell) => (shell.ok ? good(shell.value.sendEach(scripts)) : shell));
    return scripts.map(async (_, index) => {
      const answers = await sent;
      return answers.ok ? first(answers.value.slice(index)) : answers;
    });
  }

  async each(use: (shell: Shell) => Promise<unknown>): Promise<void> {
    for (const shell of await Promise.all(this.#open.values())) if (shell.ok) await use(shell.value);
  }

  async close(): Promise<void> {
    await this.each((shell) => {
      shell.close();
      return Promise.resolve();
    });
    for (const transport of this.#transports) transport.close();
  }

  async #start(become: Become | undefined, user: string): Promise<Outcome<Shell>> {
    const shell = await this.#openOn(this.#first(), become);
    if (!shell.ok) return shell;
    const prepared = await this.#prepare(shell.value, user);
    if (prepared.ok) return shell;
    shell.value.destroy();
    return prepared;
  }

  /** A server may allow only one session per connection (MaxSessions 1): then each further shell gets its own connection. */
  async #openOn(transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    const { host, connect } = this.#options;
    const shell = await Shell.open(host, transport, become);
    // The first shell is already in `#open` when it gets here.
    if (shell.ok || this.#open.size === 1) return shell;
    const another = await connect();
    if (!another.ok) return another;
    this.#transports.push(another.value);
    return Shell.open(host, another.value, become);
  }

  #first(): Transport {
    return first(this.#transports);
  }
}

function userOf(become: Become | undefined): string {
  return become?.user ?? "";
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new RangeError("the list must not be empty");
  return item;
}
