import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { RunAs } from "../../../model/host.ts";
import type { Answer } from "../../../module/answer.ts";
import { write, type Script } from "../../../module/script.ts";
import type { Guard, Step } from "../../../shell/frame.ts";
import type { Session } from "../../../shell/session.ts";
import type { StepAnswer } from "../../../shell/shell.ts";
import { userOf, type Prefetch, type Question, type Upcoming } from "../../prefetch/prefetch.ts";
import { canBeCompared, Guess } from "./guess.ts";

/** How many items a stretch has at first, and at most. It grows and shrinks with the time that the host needs for one, in milliseconds. */
const FIRST_LIMIT = 4;
const LARGEST_LIMIT = 64;
const SHORT_MS = 250;
const LONG_MS = 500;
/** The bytes of scripts and uploads with which a stretch is full, and those of an upload that no other item may come before. */
const MOST_BYTES = 512 * 1024;
const LARGE_UPLOAD = 128 * 1024;

/** Stands for the failure of an item that was not tried, because the host may not be as the decision assumed. It has to start anew. */
const LEFT_OUT: Fault = runFault("run/interrupted", {});

/** Whether an item was not tried. */
export function isLeftOut({ fault }: { readonly fault?: Fault }): boolean {
  return fault === LEFT_OUT;
}

/** A step on its way into a request. */
interface Queued {
  readonly step: Step;
  readonly resolve: (answer: Outcome<Answer>) => void;
}

/**
 * Items of a loop whose changes go to the host in one request. Each is decided before those before it are made, on an answer that the host
 * is assumed to give. Just before an item's change the host asks again: if the answer is another one, it leaves out that item and those
 * after it.
 */
export class Stretch {
  readonly #prefetch: Prefetch;
  readonly #now: () => number;
  readonly #guess = new Guess();
  #queue: Queued[] = [];
  #session: Session | undefined;
  #runAs: RunAs;
  #bytes = 0;
  #limit = FIRST_LIMIT;
  #isClosed = false;
  #onQueued: () => void = () => undefined;

  /** `now` tells milliseconds. */
  constructor(prefetch: Prefetch, now: () => number) {
    this.#prefetch = prefetch;
    this.#now = now;
  }

  /** How many steps wait to be sent. */
  get size(): number {
    return this.#queue.length;
  }

  /** Whether no further item may begin after so many. */
  isFull(items: number): boolean {
    return this.#isClosed || items >= this.#limit || this.#bytes >= MOST_BYTES;
  }

  /** Resolves when the next step waits to be sent. */
  queued(): Promise<void> {
    return new Promise((resolve) => {
      this.#onQueued = resolve;
    });
  }

  /** The answer to decide an item on. Undefined if the host can be asked, because no earlier change is to be made before. */
  async assume(question: Question): Promise<Outcome<Answer | undefined>> {
    const isFirst = this.size === 0;
    if (isFirst && this.#prefetch.has(question)) return good(undefined);
    if (!isFirst && userOf(question.runAs) !== userOf(this.#runAs)) return bad(this.end());
    const earlier = isFirst ? undefined : await this.#prefetch.take(question);
    const assumed = earlier?.ok ? earlier.value : this.#guess.answer;
    if (assumed && canBeCompared(assumed)) return good(assumed);
    return isFirst ? good(undefined) : bad(this.end());
  }

  /** Notes an answer that an item was decided on. */
  note(answer: Outcome<Answer>): void {
    this.#guess.note(answer);
  }

  /** Ends the stretch before an item, which has to start anew. */
  end(): Fault {
    this.#isClosed = true;
    return LEFT_OUT;
  }

  /** Adds a change. Resolves to its answer. */
  change(step: Step, session: Session, runAs: RunAs): Promise<Outcome<Answer>> {
    this.#guess.changes = true;
    const isLarge = (step.script.upload?.size ?? 0) > LARGE_UPLOAD;
    return isLarge && this.size > 0 ? Promise.resolve(bad(this.end())) : this.#add(step, session, runAs);
  }

  /** Adds an item that has nothing to change. Resolves to the host's answer that this was right. */
  async confirm(guard: Guard | undefined, session: Session, runAs: RunAs): Promise<Outcome<unknown>> {
    this.#guess.changes = false;
    return guard ? this.#add({ script: NOTHING, guard }, session, runAs) : good(undefined);
  }

  #add(step: Step, session: Session, runAs: RunAs): Promise<Outcome<Answer>> {
    this.#session = session;
    this.#runAs = runAs;
    this.#bytes += sizeOf(step.script) + sizeOf(step.guard?.probe);
    return new Promise((resolve) => {
      this.#queue.push({ step, resolve });
      this.#onQueued();
    });
  }

  /** Sends the steps, after an interrupt only the first one, with what will probably be asked next. Resolves when all are answered. */
  async send(upcoming: Upcoming, interrupted: () => boolean): Promise<void> {
    const [queue, session, runAs] = [this.#queue, this.#session, this.#runAs];
    this.#queue = [];
    this.#bytes = 0;
    this.#isClosed = false;
    if (!session || queue.length === 0) return;
    this.#prefetch.invalidate();
    const next = this.#guess.answer ? [] : await this.#prefetch.choose(upcoming, { runAs });
    for (const { resolve } of interrupted() ? queue.splice(1) : []) resolve(bad(LEFT_OUT));
    const began = this.#now();
    const steps = queue.map(({ step }) => step);
    const answers = session.writeSteps(
      steps,
      next.map(({ script }) => script),
      runAs,
    );
    this.#prefetch.keep(next, answers.slice(queue.length));
    await Promise.all(queue.map(async ({ resolve }, index) => resolve(await answerOf(answers[index]))));
    this.#adapt(this.#now() - began);
  }

  /** An item was left out by the host: what was assumed was wrong. */
  forget(): void {
    this.#guess.forget();
  }

  #adapt(ms: number): void {
    if (ms < SHORT_MS) this.#limit = Math.min(LARGEST_LIMIT, this.#limit * 2);
    if (ms > LONG_MS) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}

const NOTHING = write`:`;

async function answerOf(answer: Promise<Outcome<StepAnswer>> | undefined): Promise<Outcome<Answer>> {
  if (!answer) throw new RangeError("a step was sent, but no answer was returned");
  const outcome = await answer;
  return outcome.ok && outcome.value.isLeftOut ? bad(LEFT_OUT) : outcome;
}

function sizeOf(script: Script | undefined): number {
  return (script?.text.length ?? 0) + (script?.upload?.size ?? 0);
}
