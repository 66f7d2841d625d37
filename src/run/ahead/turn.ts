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
import type { TaskTurn } from "./turn-interface.ts";

/** See `TaskTurn`. */
export class Turn implements TaskTurn {
  readonly #task: TaskOnHost;
  readonly #next: readonly PlannedTask[];

  /** `next` are the tasks that follow. */
  constructor(task: TaskOnHost, next: readonly PlannedTask[]) {
    this.#task = task;
    this.#next = next;
  }

  get isKept(): boolean {
    return !this.#task.run.ahead.isEmpty;
  }

  take(question: Question): Promise<Made | undefined> {
    return this.#task.run.ahead.take(this.#task.planned, question);
  }

  end(): void {
    this.#task.run.ahead.release();
  }

  ended(): Promise<void> {
    return this.#task.run.ahead.released();
  }

  takesAlong(module: Module): boolean {
    return !this.isKept && isPlain(this.#task, module) && canBeFollowed(this.#task, module, true);
  }

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
