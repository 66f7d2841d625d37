import { good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { StepAnswer } from "../../shell/shell.ts";
import { keyOf, type Prefetch, type Question } from "../prefetch/prefetch.ts";

/** How many tasks a request may take along: at first, at least and at most. The number grows as long as what is assumed holds. */
const FIRST_LIMIT = 16;
const LEAST_LIMIT = 8;
const LARGEST_LIMIT = 1024;
const GROWTH = 4;

/** What was sent for a task before its turn came. */
export interface Sent {
  readonly planned: PlannedTask;
  readonly question: Question;
  /** What the host had answered to the question, and has to answer again just before the change. */
  readonly assumed: Answer;
  /** The script that makes the change; undefined if there is nothing to change. */
  readonly change: string | undefined;
  readonly answer: Promise<Outcome<StepAnswer>>;
}

/** The same once the host has answered. */
export interface Made extends Omit<Sent, "answer"> {
  readonly outcome: Outcome<Answer>;
}

/**
 * The tasks of one host whose changes went to it together with that of an earlier task, in order. When the turn of a task comes, it gets its
 * answer here. Until all have got theirs, tasks of other hosts wait, see `Target.alone`.
 */
export class Ahead {
  readonly #prefetch: Prefetch;
  #sent: readonly Sent[] = [];
  #size = 0;
  #onReleased: (() => void)[] = [];
  /** How many tasks the next request may take along. */
  limit = FIRST_LIMIT;

  constructor(prefetch: Prefetch) {
    this.#prefetch = prefetch;
  }

  get isEmpty(): boolean {
    return this.#sent.length === 0;
  }

  /** Notes what a request takes along. */
  add(sent: readonly Sent[]): void {
    this.#sent = sent;
    this.#size = sent.length;
  }

  /** Whether the host has begun the next task, or may have: then that is reported, even if nothing new is to start. */
  async hasBegun(): Promise<boolean> {
    const answer = await this.#sent[0]?.answer;
    return answer !== undefined && !(answer.ok && answer.value.isLeftOut === true);
  }

  /**
   * The answer for a task whose turn has come. Undefined if nothing was sent for it, or if the host has left it out because something is not
   * as was assumed: then it starts anew, and so do the tasks after it.
   */
  async take(planned: PlannedTask, question: Question): Promise<Made | undefined> {
    const [first, ...others] = this.#sent;
    if (!first) return undefined;
    if (first.planned !== planned) {
      await this.end();
      return undefined;
    }
    const outcome = await first.answer;
    if (outcome.ok && outcome.value.isLeftOut) {
      await this.#startAnew();
      return undefined;
    }
    this.#sent = outcome.ok ? others : [];
    if (this.isEmpty && outcome.ok) this.limit = Math.min(LARGEST_LIMIT, this.limit * GROWTH);
    // A file of the controller may have changed since. Then the task sends what that contains now.
    return keyOf(first.question) === keyOf(question) ? { ...first, outcome } : undefined;
  }

  /** A task has failed, so the host has left out those after it. */
  async end(): Promise<void> {
    const answers = await Promise.all(this.#sent.map(({ answer }) => answer));
    this.drop();
    const hasRun = answers.some((answer) => answer.ok && answer.value.isLeftOut !== true);
    if (hasRun) throw new Error("a change was made although its task was not to run");
  }

  /** The host cannot be asked any more, so what was sent is not answered. */
  drop(): void {
    this.#sent = [];
    this.release();
  }

  /** Lets tasks of other hosts act here, once every task has got its answer. */
  release(): void {
    if (!this.isEmpty) return;
    for (const resolve of this.#onReleased.splice(0)) resolve();
  }

  /** Resolves at the next release. */
  async released(): Promise<void> {
    if (!this.isEmpty) await new Promise<void>((resolve) => this.#onReleased.push(resolve));
  }

  /** The guards of what the host has left out have answered. Nothing was changed since, so these answers are as good as new ones. */
  async #startAnew(): Promise<void> {
    const left = this.#sent;
    for (const { question, answer } of left) {
      const outcome = await answer;
      const found = outcome.ok ? outcome.value.found : undefined;
      if (found) this.#prefetch.keep([question], [Promise.resolve(good(found))]);
    }
    this.limit = Math.max(LEAST_LIMIT, 2 * (this.#size - left.length));
    this.#sent = [];
  }
}
