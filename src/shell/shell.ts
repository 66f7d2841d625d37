import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Channel, Transport } from "../connection/transport.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Become } from "../model/host.ts";
import type { Answer } from "../module/answer.ts";
import type { Content } from "../module/content.ts";
import type { Script } from "../module/script.ts";
import { bootstrap, withoutMarks, type Bootstrap } from "./bootstrap.ts";
import {
  endCommands,
  listCommands,
  parseEnded,
  parseRunning,
  type Ended,
  type RunningProcess,
} from "./end-commands.ts";
import { frame, type Keys, type Part } from "./frame.ts";
import { Output, type Section } from "./output.ts";
import { brokenTool, watchTools } from "./tools/tools.ts";

const ZEROS = Buffer.alloc(64 * 1024);

/** One long-lived `sh` on a host, as one user: scripts go in, answers come back in the same order. */
export class Shell {
  readonly #host: string;
  readonly #channel: Channel;
  readonly #become: Become | undefined;
  readonly #stdout: Output;
  readonly #stderr: Output;
  /** What the shell was running at the last look. */
  running: readonly RunningProcess[] = [];
  #sent = 0;
  /** The key of the next request. */
  #requestKey = "";
  #answered = false;
  #writing: Promise<void> = Promise.resolve();
  #passwordRefused = false;
  #unanswered = 0;
  #pid: Promise<number | undefined> = Promise.resolve(undefined);
  /** Set once the running scripts are being ended. */
  #ending: Promise<Ended | undefined> | undefined;

  private constructor(host: string, channel: Channel, become: Become | undefined) {
    this.#host = host;
    this.#channel = channel;
    this.#become = become;
    this.#stdout = new Output(channel.stdout);
    this.#stderr = new Output(channel.stderr);
    channel.stdin.on("error", () => undefined);
  }

  /** Starts the shell. Waits only if sudo may ask for a password: whether a shell answers shows at the first request. */
  static async open(host: string, transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    const start = bootstrap(become, token());
    let channel: Channel;
    try {
      channel = await transport.exec(start.command);
    } catch (error) {
      return bad(
        connectionFault("connection/lost", { host, during: `while a shell was opened (${(error as Error).message})` }),
      );
    }
    const shell = new Shell(host, channel, become);
    const begun = [shell.#stdout.until(start.ready), shell.#stderr.until(start.ready)] as const;
    const ready = Promise.allSettled(begun);
    shell.#pid = begun[0].then(
      ({ trailer }) => Number(trailer),
      () => undefined,
    );
    if (start.prompt !== undefined) await shell.#login(start, ready);
    return good(shell);
  }

  /** Sends the scripts as one request; resolves to their answers, in order. */
  async send(scripts: readonly Script[]): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.sendEach(scripts)));
  }

  /** Does the same, but each answer resolves as soon as its script has ended. */
  sendEach(scripts: readonly Script[]): Promise<Outcome<Answer>>[] {
    return this.#request(scripts.map((script) => this.#part(script)));
  }

  /** Runs a script in the shell itself, so that the following scripts can use what it defines. */
  async define(script: Script): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.#request([{ ...this.#part(script), lasting: true }])));
  }

  /** Whether a script has not been answered yet. */
  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  /** Resolves when the shell has ended, or its connection. */
  get ended(): Promise<unknown> {
    return this.#channel.ended;
  }

  /** Looks what the shell is running, by a script that another shell of the same user runs. */
  async look(other: Shell): Promise<void> {
    const pid = await this.#pid;
    if (pid !== undefined) this.running = parseRunning(await other.send([listCommands(pid)]));
  }

  /** Ends what the shell is running, by a script that another shell of the same user runs. Undefined if that is not possible. */
  end(other: Shell): Promise<Ended | undefined> {
    this.#ending ??= this.#endBy(other);
    return this.#ending;
  }

  async #endBy(other: Shell): Promise<Ended | undefined> {
    const pid = await this.#pid;
    return pid === undefined ? undefined : parseEnded(await other.send([endCommands(pid)]));
  }

  readonly #toolMark = `tool-${token()}`;

  #part(script: Script): Part {
    const part = { script, mark: `mark-${token()}`, number: ++this.#sent };
    return part.number === 1 ? { ...part, before: watchTools(this.#toolMark) } : part;
  }

  #request(parts: readonly Part[]): Promise<Outcome<Answer>>[] {
    const sections = parts.map(({ mark }) => Promise.allSettled([this.#stdout.until(mark), this.#stderr.until(mark)]));
    const written = this.#write(
      frame(parts, this.#nextKeys()),
      parts.flatMap(({ script }) => script.upload ?? []),
    );
    this.#unanswered += parts.length;
    return parts.map(async ({ script }, index): Promise<Outcome<Answer>> => {
      const [out, err] = (await sections[index]) ?? [];
      this.#unanswered -= 1;
      if (await this.#wasEnded()) return bad(shellFault("shell/interrupted", { host: this.#host }));
      // A file that could not be sent as announced fails only the script that reads it, not the others of the request.
      const uploadFault = script.upload ? await written : undefined;
      if (out?.status !== "fulfilled" || err?.status !== "fulfilled") return bad(await this.#whyEnded());
      this.#answered = true;
      const answer = answerOf(out.value, err.value);
      const fault = brokenTool(this.#host, this.#toolMark, answer) ?? uploadFault;
      return fault ? bad(fault) : good(answer);
    });
  }

  #nextKeys(): Keys {
    const key = this.#requestKey;
    this.#requestKey = token();
    return { key, next: this.#requestKey };
  }

  async #wasEnded(): Promise<boolean> {
    const ended = await this.#ending;
    return ended !== undefined && ended.spared === undefined && ended.count > 0;
  }

  close(): void {
    this.#channel.stdin.end();
  }

  destroy(): void {
    this.#channel.destroy();
  }

  /** Writes one request after the other, so that those of several callers never mix. Resolves to the fault of a failed upload. */
  #write(request: Buffer, uploads: readonly Content[]): Promise<Fault | undefined> {
    const turn = this.#writing.then(async () => {
      await this.#put(request);
      let fault: Fault | undefined;
      for (const upload of uploads) fault = (await this.#upload(upload)) ?? fault;
      return fault;
    });
    this.#writing = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn.catch(() => {
      // The channel broke during the write. The request reports it, because its answers never arrive.
      this.#channel.destroy();
      return undefined;
    });
  }

  /**
   * Sends exactly as many bytes as the frame announced, even if the file has changed since, so that the shell finds the beginning of
   * the next request. Missing bytes are sent as zeros; the script then rejects the digest.
   */
  async #upload(upload: Content): Promise<Fault | undefined> {
    let remaining = upload.size;
    let cause = "it is shorter now";
    try {
      for await (const chunk of upload.open()) {
        await this.#put(chunk.subarray(0, remaining));
        remaining -= Math.min(remaining, chunk.length);
        if (remaining === 0) return undefined;
      }
    } catch (error) {
      cause = (error as Error).message;
    }
    if (remaining === 0) return undefined;
    for (; remaining > 0; remaining -= Math.min(remaining, ZEROS.length)) await this.#put(ZEROS.subarray(0, remaining));
    return shellFault("shell/source-changed", { host: this.#host, file: upload.label, cause });
  }

  async #put(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.#channel;
    if (!stdin.writable) return;
    if (stdin.write(bytes)) return;
    // A shell that has ended reads nothing more. The channel stays open, because the shell's last output says why it ended.
    const drained = once(stdin, "drain").catch(() => undefined);
    await Promise.race([drained, this.#channel.ended]);
  }

  /** Sends the password once, and only after sudo's prompt; a second prompt means that the password was wrong. */
  async #login({ prompt }: Bootstrap, ready: Promise<unknown>): Promise<void> {
    const password = this.#become?.password;
    if (prompt === undefined || !password) return;
    const { stderr, stdin } = this.#channel;
    let unread = "";
    let prompts = 0;
    const watch = (chunk: Buffer) => {
      unread += chunk.toString("latin1");
      while (unread.includes(prompt)) {
        unread = unread.slice(unread.indexOf(prompt) + prompt.length);
        prompts += 1;
        if (prompts === 1) stdin.write(`${password.reveal()}\n`);
        else {
          this.#passwordRefused = true;
          this.#channel.destroy();
        }
      }
    };
    stderr.on("data", watch);
    await ready;
    stderr.off("data", watch);
  }

  async #whyEnded(): Promise<Fault> {
    const end = await this.#channel.ended;
    const host = this.#host;
    const user = this.#become?.user;
    if (user !== undefined && this.#passwordRefused) return shellFault("shell/sudo-wrong-password", { host, user });
    if (end === "lost" || this.#answered)
      return connectionFault("connection/lost", { host, during: "while a command ran" });
    const output = withoutMarks(lastLine(this.#stderr.rest()) || lastLine(this.#stdout.rest()));
    if (user === undefined) return shellFault("shell/none", { host, output });
    if (/a (terminal|password) is required/.test(output)) return shellFault("shell/sudo-password", { host, user });
    // In check mode, an earlier task may have predicted that it creates the user.
    const missing = /unknown user/.test(output) && { missing: true as const };
    return shellFault("shell/sudo-refused", { host, user, output }, { ...missing });
  }
}

function firstFault(outcomes: readonly Outcome<Answer>[]): Outcome<Answer[]> {
  const fault = outcomes.find((outcome) => !outcome.ok);
  return fault ?? good(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

function answerOf(out: Section, err: Section): Answer {
  const answer = { stdout: out.text, stderr: err.text, exit: Number(out.trailer) };
  return out.omitted > 0 ? { ...answer, omitted: out.omitted } : answer;
}

function token(): string {
  return randomBytes(16).toString("hex");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
