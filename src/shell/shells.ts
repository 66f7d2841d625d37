import type { Duplex } from "node:stream";
import type { Transport } from "../connection/transport.ts";
import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Become } from "../model/host.ts";
import type { Answer } from "../module/answer.ts";
import type { Script } from "../module/script.ts";
import type { Ended, RunningProcess } from "./end-commands.ts";
import type { Step } from "./frame.ts";
import { Shell, type StepAnswer, type Upload } from "./shell.ts";
import { startShell } from "./start/start.ts";
import { FROZEN_AFTER_MS, WATCH_EVERY_MS, watchShell } from "./watch.ts";

export interface ShellsOptions {
  readonly host: string;
  readonly connect: () => Promise<Outcome<Transport>>;
  /** Seconds within which a shell must have started; 10 by default. */
  readonly startWithin?: number;
  /** Milliseconds between two looks at a shell that prints nothing. */
  readonly watchEveryMs?: number;
  /** Milliseconds after which a second shell that does not answer is taken for frozen. */
  readonly frozenAfterMs?: number;
}

/** The answer to a step that was not sent any more. */
const NOT_BEGUN: StepAnswer = { stdout: "", stderr: "", exit: 0, isLeftOut: true };

/** Prepares a new shell before its first request. */
type Prepare = (shell: Shell, user: string) => Promise<Outcome<unknown>>;

/** The shells of one host, one for each user, opened when they are first needed. */
export class Shells {
  readonly #options: ShellsOptions;
  readonly #transports: Transport[];
  readonly #prepare: Prepare;
  readonly #open = new Map<string, Promise<Outcome<Shell>>>();
  readonly #running = new Map<Shell, Become | undefined>();
  /** Shells that end what the others are running. */
  readonly #ending = new Map<string, Promise<Outcome<Shell>>>();
  #refused: Fault | undefined;
  #lost: Fault | undefined;
  /** After an interrupt, no request begins more than one step. Those that were on their way before find that on the host. */
  #isStopping = false;
  /** The attempts to open a shell through the first connection. */
  readonly #openings: Promise<Outcome<Shell>>[] = [];
  /** The sudo password was sent, and sudo did not start a shell. */
  #passwordSpent = false;
  /** Shells that may need the password start one after the other: only so is it known whether sudo accepts it. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(options: ShellsOptions, transport: Transport, prepare: Prepare) {
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
    if (this.#refused) return bad(this.#refused);
    const shell = await this.of(become);
    return this.#orWhyLost(shell.ok ? await shell.value.send(scripts) : shell);
  }

  /** A shell that was ended because the lock was lost cannot say so itself. */
  #orWhyLost<T>(outcome: Outcome<T>): Outcome<T> {
    return !outcome.ok && this.#lost ? bad(this.#lost) : outcome;
  }

  sendEach(scripts: readonly Script[], become: Become | undefined): Promise<Outcome<Answer>>[] {
    return this.#each(scripts.length, become, (shell) => shell.sendEach(scripts));
  }

  sendSteps(
    steps: readonly Step[],
    scripts: readonly Script[],
    become: Become | undefined,
  ): Promise<Outcome<StepAnswer>>[] {
    return this.#each(steps.length + scripts.length, become, (shell) => {
      if (!this.#isStopping) return shell.sendSteps(steps, scripts);
      const [own, ...answers] = shell.sendSteps(steps.slice(0, 1), scripts);
      const others = steps.slice(1).map(() => Promise.resolve(good(NOT_BEGUN)));
      return [...(own ? [own] : []), ...others, ...answers];
    });
  }

  #each<T>(
    count: number,
    become: Become | undefined,
    send: (shell: Shell) => Promise<Outcome<T>>[],
  ): Promise<Outcome<T>>[] {
    const all = Array.from({ length: count });
    const refused = this.#refused;
    if (refused) return all.map(() => Promise.resolve(bad(refused)));
    const sent = this.of(become).then((shell) => (shell.ok ? good(send(shell.value)) : shell));
    return all.map(async (_, index) => {
      const answers = await sent;
      return this.#orWhyLost(answers.ok ? await first(answers.value.slice(index)) : answers);
    });
  }

  async each(use: (shell: Shell, user: string) => Promise<unknown>): Promise<void> {
    for (const [user, open] of this.#open) {
      const shell = await open;
      if (shell.ok) await use(shell.value, user);
    }
  }

  /** The content that is being sent to one of the shells. */
  uploading(): Upload | undefined {
    return [...this.#running.keys()].find(({ uploading }) => uploading)?.uploading;
  }

  /** `stop` keeps a shell of the run from beginning further steps. */
  prepareInterrupt(stop: readonly Script[]): void {
    this.#isStopping = true;
    for (const [shell, become] of this.#busy()) {
      void this.second(become).then(async (second) => {
        if (!second.ok) return;
        if (stop.length > 0) void second.value.send(stop);
        await shell.look(second.value);
      });
    }
  }

  /** What the shells were running when an interrupt was prepared. */
  lastRunning(): readonly RunningProcess[] {
    return [...this.#running.keys()].flatMap(({ running }) => running);
  }

  /** Ends what the shells are running, and rejects further requests. Undefined for a shell that cannot be reached any more. */
  async interrupt(): Promise<(Ended | undefined)[]> {
    this.#refused = shellFault("shell/interrupted", { host: this.#options.host });
    return Promise.all(
      [...this.#busy()].map(async ([shell, become]) => {
        const other = await this.second(become);
        return other.ok ? shell.end(other.value) : undefined;
      }),
    );
  }

  /** The second shell of a user, if there is one: it works even if the first one does not answer any more. */
  async secondOf(user: string): Promise<Shell | undefined> {
    const second = await this.#ending.get(user);
    return second?.ok ? second.value : undefined;
  }

  #busy(): Map<Shell, Become | undefined> {
    return new Map([...this.#running].filter(([shell]) => shell.isBusy));
  }

  /** Rejects further requests with this fault, and those whose shell ends. */
  lose(fault: Fault): void {
    this.#refused ??= fault;
    this.#lost = fault;
  }

  /** A second shell of a user, which works while the first one is busy. */
  second(become: Become | undefined): Promise<Outcome<Shell>> {
    const user = userOf(become);
    const second = this.#ending.get(user) ?? this.#openOn(this.#first(), become);
    this.#ending.set(user, second);
    return second;
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
    this.#running.set(shell.value, become);
    const { host, watchEveryMs: everyMs = WATCH_EVERY_MS, frozenAfterMs = FROZEN_AFTER_MS } = this.#options;
    watchShell({ host, shell: shell.value, everyMs, frozenAfterMs, second: () => this.second(become) });
    const prepared = await this.#prepare(shell.value, user);
    if (prepared.ok) return shell;
    shell.value.destroy();
    return prepared;
  }

  /** A server may allow only one session per connection (MaxSessions 1): then each further shell gets its own connection. */
  async #openOn(transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    const opening = this.#startOn(transport, become);
    this.#openings.push(opening);
    const shell = await opening;
    if (shell.ok || !isRefusedSession(shell)) return shell;
    const all = await Promise.all(this.#openings);
    return all.some(({ ok }) => ok) ? this.#openElsewhere(become) : shell;
  }

  async #openElsewhere(become: Become | undefined): Promise<Outcome<Shell>> {
    const another = await this.#options.connect();
    if (!another.ok) return another;
    this.#transports.push(another.value);
    return this.#startOn(another.value, become);
  }

  #startOn(transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    if (!become?.password) return this.#startWith(transport, become);
    const turn = this.#asking.then(() => this.#startWith(transport, become));
    this.#asking = turn;
    return turn;
  }

  /** Starts a shell. A host gets a password that it did not accept only once, because a few failures can lock an account. */
  async #startWith(transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    const { host, startWithin: within = 10 } = this.#options;
    const spent = this.#passwordSpent && become?.password ? become.user : undefined;
    let wasSent = false;
    const started = await startShell({
      host,
      transport,
      become: become && spent !== undefined ? { user: become.user, password: undefined } : become,
      within,
      onPassword: () => (wasSent = true),
    });
    if (started.ok) return good(new Shell(host, started.value));
    this.#passwordSpent ||= wasSent;
    const needsIt = spent !== undefined && started.faults[0].code === "shell/sudo-password";
    return needsIt ? bad(shellFault("shell/sudo-password-spent", { host, user: spent })) : started;
  }

  #first(): Transport {
    return first(this.#transports);
  }
}

/** Whether the server opened no session. Another connection may help; not so after a shell's own fault. */
function isRefusedSession(shell: Outcome<Shell>): boolean {
  return !shell.ok && shell.faults[0].code === "connection/lost";
}

/** The key of a user in maps; empty for the login user. */
export function userOf(become: Become | undefined): string {
  return become?.user ?? "";
}

/** The first item of a list that is known not to be empty. */
export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new RangeError("the list must not be empty");
  return item;
}
