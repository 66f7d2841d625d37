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
import { bootstrap, type Bootstrap } from "./bootstrap.ts";
import { frame, type Part } from "./frame.ts";
import { Output, type Section } from "./output.ts";

const ZEROS = Buffer.alloc(64 * 1024);

/** One long-lived `sh` on a host, as one user: scripts go in, answers come back in the same order. */
export class Shell {
  readonly #host: string;
  readonly #channel: Channel;
  readonly #become: Become | undefined;
  readonly #stdout: Output;
  readonly #stderr: Output;
  #sent = 0;
  #answered = false;
  #writing: Promise<void> = Promise.resolve();
  #passwordRefused = false;

  private constructor(host: string, channel: Channel, become: Become | undefined) {
    this.#host = host;
    this.#channel = channel;
    this.#become = become;
    this.#stdout = new Output(channel.stdout);
    this.#stderr = new Output(channel.stderr);
    channel.stdin.on("error", () => undefined);
  }

  /** Starts the shell. Nothing is waited for unless sudo may ask for a password: a shell that is not there shows at the first request. */
  static async open(host: string, transport: Transport, become: Become | undefined): Promise<Outcome<Shell>> {
    const start = bootstrap(become, token());
    let channel: Channel;
    try {
      channel = await transport.exec(start.command);
    } catch (error) {
      return bad(
        connectionFault("connection/lost", { host, during: `when a shell was opened (${(error as Error).message})` }),
      );
    }
    const shell = new Shell(host, channel, become);
    const ready = Promise.allSettled([shell.#stdout.until(start.ready), shell.#stderr.until(start.ready)]);
    if (start.prompt !== undefined) await shell.#login(start, ready);
    return good(shell);
  }

  /** Sends the scripts as one request; their answers, in order. */
  async send(scripts: readonly Script[]): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.sendEach(scripts)));
  }

  /** The same, but each answer is there as soon as its script has ended. */
  sendEach(scripts: readonly Script[]): Promise<Outcome<Answer>>[] {
    return this.#request(scripts.map((script) => this.#part(script)));
  }

  /** Runs a script in the shell itself: what it defines stays for the scripts that follow. */
  async define(script: Script): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.#request([{ ...this.#part(script), lasting: true }])));
  }

  #part(script: Script): Part {
    return { script, mark: `mark-${token()}`, number: ++this.#sent };
  }

  #request(parts: readonly Part[]): Promise<Outcome<Answer>>[] {
    const sections = parts.map(({ mark }) => Promise.allSettled([this.#stdout.until(mark), this.#stderr.until(mark)]));
    const written = this.#write(
      frame(parts),
      parts.flatMap(({ script }) => script.upload ?? []),
    );
    return parts.map(async ({ script }, index): Promise<Outcome<Answer>> => {
      const [out, err] = (await sections[index]) ?? [];
      // A file that was not what was announced is the fault of the script that takes it, not of those beside it.
      const spoilt = script.upload ? await written : undefined;
      if (out?.status !== "fulfilled" || err?.status !== "fulfilled") return bad(await this.#whyEnded());
      this.#answered = true;
      return spoilt ? bad(spoilt) : good(answerOf(out.value, err.value));
    });
  }

  close(): void {
    this.#channel.stdin.end();
  }

  destroy(): void {
    this.#channel.destroy();
  }

  /** Requests of several callers never mix: each is written whole, then the next. Tells of a file that could not be sent as announced. */
  #write(request: Buffer, uploads: readonly Content[]): Promise<Fault | undefined> {
    const turn = this.#writing.then(async () => {
      await this.#put(request);
      let spoilt: Fault | undefined;
      for (const upload of uploads) spoilt = (await this.#upload(upload)) ?? spoilt;
      return spoilt;
    });
    this.#writing = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn.catch(() => {
      // The channel broke while it was written to: the answers, which do not come, tell.
      this.#channel.destroy();
      return undefined;
    });
  }

  /**
   * Exactly as many bytes as the frame has announced, whatever has become of the file since: zeros in place of what is missing, which
   * the digest then refuses, so that the next request is found where it begins.
   */
  async #upload(upload: Content): Promise<Fault | undefined> {
    let left = upload.size;
    let cause = "it is shorter now";
    try {
      for await (const chunk of upload.open()) {
        await this.#put(chunk.subarray(0, left));
        left -= Math.min(left, chunk.length);
        if (left === 0) return undefined;
      }
    } catch (error) {
      cause = (error as Error).message;
    }
    if (left === 0) return undefined;
    for (; left > 0; left -= Math.min(left, ZEROS.length)) await this.#put(ZEROS.subarray(0, left));
    return shellFault("shell/source-changed", { host: this.#host, file: upload.label, cause });
  }

  async #put(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.#channel;
    if (!stdin.writable) return;
    if (stdin.write(bytes)) return;
    // A shell that has ended takes nothing more. The channel stays open: the shell's last words say why it ended.
    const drained = once(stdin, "drain").catch(() => undefined);
    await Promise.race([drained, this.#channel.ended]);
  }

  /** The password is sent once, and only after sudo has asked; being asked again means that it was wrong. */
  async #login({ prompt }: Bootstrap, ready: Promise<unknown>): Promise<void> {
    const password = this.#become?.password;
    if (prompt === undefined || !password) return;
    const { stderr, stdin } = this.#channel;
    let seen = "";
    let asked = 0;
    const watch = (chunk: Buffer) => {
      seen += chunk.toString("latin1");
      while (seen.includes(prompt)) {
        seen = seen.slice(seen.indexOf(prompt) + prompt.length);
        asked += 1;
        if (asked === 1) stdin.write(`${password.reveal()}\n`);
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
    const said = lastLine(this.#stderr.rest()) || lastLine(this.#stdout.rest());
    if (user === undefined) return shellFault("shell/none", { host, output: said });
    if (/a (terminal|password) is required/.test(said)) return shellFault("shell/sudo-password", { host, user });
    // In check mode a task before may be about to make that user.
    const missing = /unknown user/.test(said) && { missing: true as const };
    return shellFault("shell/sudo-refused", { host, user, output: said }, { ...missing });
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
