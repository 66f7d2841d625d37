import type { Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Module } from "../../module/contract.ts";
import type { Script } from "../../module/script.ts";
import type { RunAs } from "../../model/host.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { Session } from "../../shell/session.ts";
import type { Question } from "../prefetch/prefetch.ts";
import { questionsOfTasks } from "../prefetch/questions.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import type { Made } from "./ahead.ts";
import { canBeFollowed, isPlain } from "./followed.ts";
import { lookAhead, mustSucceed } from "./look-ahead.ts";

/** The turn of a task that acts on its own host: what was sent for it before, or else what its own request takes along. */
export class Turn {
  readonly #task: TaskOnHost;
  readonly #next: readonly PlannedTask[];

  /** `next` are the tasks that follow. */
  constructor(task: TaskOnHost, next: readonly PlannedTask[]) {
    this.#task = task;
    this.#next = next;
  }

  /** Whether the host is still kept for tasks of which this may be one. */
  get isKept(): boolean {
    return !this.#task.run.ahead.isEmpty;
  }

  /** The answer to what was sent before; undefined if the task has to ask the host itself. */
  take(question: Question): Promise<Made | undefined> {
    return this.#task.run.ahead.take(this.#task.planned, question);
  }

  /** Lets tasks of other hosts act on this one, if all that was sent is answered. */
  end(): void {
    this.#task.run.ahead.release();
  }

  /** Resolves once they may. */
  ended(): Promise<void> {
    return this.#task.run.ahead.released();
  }

  /** Whether the request of this task may take others along. */
  takesAlong(module: Module): boolean {
    return !this.isKept && isPlain(this.#task, module) && canBeFollowed(this.#task, module, true);
  }

  /** Sends the change, those of tasks after it that can be decided now, and what is asked next, in one request. */
  async send(script: Script<"write">, session: Session, runAs: RunAs): Promise<Outcome<Answer>> {
    const { target, run } = this.#task;
    const { prefetch } = target;
    const { ahead } = run;
    const head = { task: this.#task, session, runAs, limit: ahead.limit };
    const { candidates, rest } = await lookAhead(head, this.#next);
    prefetch.invalidate();
    const upcoming = () => questionsOfTasks(this.#task, rest, target);
    const next = await prefetch.choose(upcoming, { runAs }, ahead.limit * 4);
    const steps = [{ script, ...mustSucceed(this.#task) }, ...candidates.map(({ step }) => step)];
    const [own, ...answers] = session.writeSteps(
      steps,
      next.map((question) => question.script),
      runAs,
    );
    ahead.add(candidates.flatMap((one, index) => (answers[index] ? [{ ...one, answer: answers[index] }] : [])));
    prefetch.keep(next, answers.slice(candidates.length));
    if (own === undefined) throw new RangeError("a step was sent, but no answer was returned");
    return own;
  }
}
