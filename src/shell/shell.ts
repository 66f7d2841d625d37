import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, Ending } from "../connection/transport.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { shellFault } from "../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Answer } from "../module/answer.ts";
import type { Content } from "../module/content.ts";
import type { Script } from "../module/script.ts";
import {
  endCommands,
  listCommands,
  parseEnded,
  parseRunning,
  type Ended,
  type RunningProcess,
} from "./end-commands.ts";
import { frame, type Keys, LEFT_OUT, type Part, sentAfter, type Step } from "./frame.ts";
import { lastLines } from "./start/last-lines.ts";
import type { Output, Section } from "./output.ts";
import type { Started } from "./start/start.ts";
import { brokenTool, watchTools } from "./tools/tools.ts";

/** A process that has closed its output may still run. */
const END_WITHIN_MS = 5000;
const ZEROS = Buffer.alloc(64 * 1024);

/** Content that is being sent. */
export interface Upload {
  /** Bytes. */
  readonly size: number;
  /** How many of them were passed to the connection. */
  sent: number;
}

/** The answer to a step. */
export interface StepAnswer extends Answer {
  /** It did not run, and neither did the steps after it. */
  readonly isLeftOut?: true;
  /** What its guard answered then. */
  readonly found?: Answer;
}

/** How often a shell that is busy, but runs no process, is looked at before it is left alone. */
const MOST_LOOKS = 50;

/** One long-lived `sh` on a host, as one user: scripts go in, answers come back in the same order. */
export class Shell {
  readonly pid: number;
  readonly #host: string;
  readonly #channel: Channel;
  readonly #stdout: Output;
  readonly #stderr: Output;
  /** What the shell was running at the last look. */
  running: readonly RunningProcess[] = [];
  /** What is being sent at the moment. */
  uploading: Upload | undefined;
  #sent = 0;
  /** Runs in the shell itself before the next script. */
  #before: readonly Script[];
  /** The key of the next request. */
  #requestKey = "";
  #writing: Promise<void> = Promise.resolve();
  #unanswered = 0;
  /** Why the shell was ended from here. */
  #givenUp: Fault | undefined;
  /** Set once the running scripts are being ended. */
  #ending: Promise<Ended | undefined> | undefined;

  constructor(host: string, { channel, stdout, stderr, pid }: Started) {
    this.#host = host;
    this.#channel = channel;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.pid = pid;
    this.#before = [watchTools(this.#toolMark)];
  }

  /** Sends the scripts as one request; resolves to their answers, in order. */
  async send(scripts: readonly Script[]): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.sendEach(scripts)));
  }

  /** Does the same, but each answer resolves as soon as its script has ended. */
  sendEach(scripts: readonly Script[]): Promise<Outcome<Answer>>[] {
    return this.#request(scripts.map((script) => this.#part(script)));
  }

  /** Sends steps, then scripts that run in any case, as one request. Each answer resolves as soon as its script has ended. */
  sendSteps(steps: readonly Step[], scripts: readonly Script[]): Promise<Outcome<StepAnswer>>[] {
    const parts = steps.map(({ script, ...step }) => ({ ...this.#part(script), step }));
    return this.#request([...parts, ...scripts.map((script) => this.#part(script))]);
  }

  /** Runs a script in the shell itself, so that the following scripts can use what it defines. */
  async define(script: Script): Promise<Outcome<Answer[]>> {
    return firstFault(await Promise.all(this.#request([{ ...this.#part(script), lasting: true }])));
  }

  /** Runs a script in the shell itself, as part of the next request. It prints nothing, and cannot fail. */
  prepare(script: Script): void {
    this.#before = [...this.#before, script];
  }

  /** Whether a request that has not been answered yet has content, which may still be on its way. */
  hasUpload = false;

  /** Counts the bytes that the connection has taken. */
  #written = 0;

  /** Whether a script has not been answered yet. */
  get isBusy(): boolean {
    return this.#unanswered > 0;
  }

  /** Resolves when the shell has ended, or its connection. */
  get ended(): Promise<Ending> {
    return this.#channel.ended;
  }

  /** Looks what the shell is running, by a script that another shell of the same user runs. */
  async look(other: Shell): Promise<void> {
    this.running = parseRunning(await other.send([listCommands(this.pid)]));
  }

  /** Counts the bytes that it has printed, and those that were sent to it. */
  get moved(): number {
    return this.#stdout.received + this.#stderr.received + this.#written;
  }

  /** Whether nothing more can be sent. */
  get isOver(): boolean {
    return this.#givenUp !== undefined || !this.#channel.stdin.writable;
  }

  /** Ends the shell, and everything that it has not answered, with this fault. */
  giveUp(fault: Fault): void {
    this.#givenUp ??= fault;
    this.#stdout.end();
    this.#stderr.end();
    this.#channel.kill();
  }

  /** Ends what the shell is running, by a script that another shell of the same user runs. Undefined if that is not possible. */
  end(other: Pick<Shell, "send">): Promise<Ended | undefined> {
    this.#ending ??= this.#endBy(other);
    return this.#ending;
  }

  async #endBy(other: Pick<Shell, "send">): Promise<Ended | undefined> {
    for (let looks = 1; ; looks += 1) {
      const ended = parseEnded(await other.send([endCommands(this.pid)]));
      // A request that is still on its way has not started anything yet.
      if (ended?.count !== 0 || ended.spared !== undefined || !this.isBusy || looks === MOST_LOOKS) return ended;
    }
  }

  readonly #toolMark = `tool-${token()}`;

  #part(script: Script): Part {
    const before = this.#before;
    this.#before = [];
    return { script, mark: `mark-${token()}`, number: ++this.#sent, before };
  }

  #request(parts: readonly Part[]): Promise<Outcome<StepAnswer>>[] {
    const sections = parts.map(({ mark }) => Promise.allSettled([this.#stdout.until(mark), this.#stderr.until(mark)]));
    const written = this.#write(
      frame(parts, this.#nextKeys()),
      parts.flatMap(({ script }) => sentAfter(script) ?? []),
    );
    const uploads = parts.filter(({ script }) => sentAfter(script));
    this.#unanswered += parts.length;
    return parts.map(async (part, index): Promise<Outcome<StepAnswer>> => {
      const [out, err] = (await sections[index]) ?? [];
      this.#unanswered -= 1;
      this.hasUpload &&= this.isBusy;
      if (await this.#wasEnded()) return bad(shellFault("shell/interrupted", { host: this.#host }));
      // A file that could not be sent as announced fails only the script that reads it, not the others of the request.
      const uploadFault = uploads.includes(part) ? (await written)[uploads.indexOf(part)] : undefined;
      if (out?.status !== "fulfilled" || err?.status !== "fulfilled") return bad(await this.#whyEnded());
      const answer = answerOf(out.value, err.value);
      if (typeof answer === "string") this.giveUp(shellFault("shell/garbled", { host: this.#host, what: answer }));
      if (this.#givenUp || typeof answer === "string") return bad(await this.#whyEnded());
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

  /** Writes one request after the other, so that those of several callers never mix. Resolves to the faults of failed uploads. */
  #write(request: Buffer, uploads: readonly Content[]): Promise<readonly (Fault | undefined)[]> {
    const turn = this.#writing.then(async () => {
      await this.#put(request);
      const faults: (Fault | undefined)[] = [];
      for (const upload of uploads) faults.push(await this.#upload(upload));
      return faults;
    });
    this.#writing = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn.catch(() => {
      // The channel broke during the write. The request reports it, because its answers never arrive.
      this.#channel.destroy();
      return [];
    });
  }

  /**
   * Sends exactly as many bytes as the frame announced, even if the file has changed since, so that the shell finds the beginning of
   * the next request. Missing bytes are sent as zeros; the script then rejects the digest.
   */
  async #upload(upload: Content): Promise<Fault | undefined> {
    const progress: Upload = { size: upload.size, sent: 0 };
    this.uploading = progress;
    this.hasUpload = true;
    try {
      return await this.#sendContent(upload, progress);
    } finally {
      this.uploading = undefined;
    }
  }

  async #sendContent(upload: Content, progress: Upload): Promise<Fault | undefined> {
    let remaining = upload.size;
    let cause = "it is shorter now";
    try {
      for await (const chunk of upload.open()) {
        await this.#put(chunk.subarray(0, remaining));
        remaining -= Math.min(remaining, chunk.length);
        progress.sent = upload.size - remaining;
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
    if (!stdin.write(bytes)) {
      // A shell that has ended reads nothing more. The channel stays open, because the shell's last output says why it ended.
      const drained = once(stdin, "drain").catch(() => undefined);
      await Promise.race([drained, this.#channel.ended]);
    }
    this.#written += bytes.length;
  }

  async #whyEnded(): Promise<Fault> {
    const host = this.#host;
    if (this.#givenUp) return this.#givenUp;
    const end = await Promise.race([this.#channel.ended, sleep(END_WITHIN_MS, "lost" as const, { ref: false })]);
    if (end === "lost") return connectionFault("connection/lost", { host, during: "while a command ran" });
    const how = "signal" in end ? `by the signal ${end.signal}` : `with status ${end.exit}`;
    return shellFault("shell/ended", { host, how, output: lastLines(this.#stderr.rest()) });
  }
}

function firstFault(outcomes: readonly Outcome<Answer>[]): Outcome<Answer[]> {
  const fault = outcomes.find((outcome) => !outcome.ok);
  return fault ?? good(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

/** The answer in what a script printed up to its marks, or what is wrong with the marks. */
export function answerOf(out: Section, err: Section): StepAnswer | string {
  if (out.trailer === LEFT_OUT) return { stdout: "", stderr: err.text, exit: 0, isLeftOut: true };
  if (out.trailer.startsWith(`${LEFT_OUT}-`)) {
    const found = answerOf({ ...out, trailer: out.trailer.slice(LEFT_OUT.length + 1) }, err);
    return typeof found === "string" ? found : { stdout: "", stderr: err.text, exit: 0, isLeftOut: true, found };
  }
  if (!/^\d{1,3}$/.test(out.trailer) || Number(out.trailer) > 255)
    return `it ends with ${shown(out.trailer)} instead of an exit status`;
  if (err.trailer !== "") return `its errors end with ${shown(err.trailer)}`;
  const answer = { stdout: out.text, stderr: err.text, exit: Number(out.trailer) };
  return out.omitted > 0 ? { ...answer, omitted: out.omitted } : answer;
}

function shown(trailer: string): string {
  return JSON.stringify(lastLines(trailer).slice(0, 100));
}

function token(): string {
  return randomBytes(16).toString("hex");
}
