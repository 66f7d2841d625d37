import { runFault } from "../../../errors/catalogue/run.ts";
import type { Value } from "../../../model/value.ts";
import { questionsOfItems, type UpcomingAt } from "../../prefetch/questions.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { moduleOf } from "../invocation.ts";
import { runItem, type ItemRun } from "../item.ts";
import { failedOutcome, withKeywords } from "../outcome.ts";
import type { TaskReporter } from "../reporter.ts";
import { itemOf } from "./items.ts";
import { labelOf } from "./label.ts";
import { isLeftOut, Stretch } from "./stretch.ts";

/** What a loop needs besides its task. */
export interface Surroundings {
  readonly reporter: TaskReporter;
  /** What the host will probably be asked after the loop. */
  readonly upcoming: UpcomingAt;
}

/** Whether the items of a loop can be decided before the changes of earlier ones are made. */
export async function canStretch({ planned, context }: TaskOnHost): Promise<boolean> {
  const { until, loopControl, async: background } = planned.task;
  const isInOrder =
    background !== undefined || until.length > 0 || loopControl.pause !== undefined || loopControl.breakWhen.length > 0;
  if (context.check || isInOrder || planned.keywords.checkMode || planned.placement.delegateTo) return false;
  const module = await moduleOf(planned, context);
  return module.kind === "shell" && module.settle === undefined;
}

/** An item that has begun. */
interface Flight {
  readonly label: string;
  readonly run: Promise<ItemRun>;
}

/** Runs a task for each item of its loop in order, sends the changes of several items together and reports each outcome. */
export async function runInStretches(
  task: TaskOnHost,
  items: readonly Value[],
  surroundings: Surroundings,
): Promise<readonly ItemRun[]> {
  const { target, context, run } = task;
  const loop = new Loop(task, items, surroundings);
  while (!loop.isOver) {
    const waits = target.isBusy;
    await target.alone(() => loop.next(waits && context.interrupted()));
  }
  if (loop.runs.length < items.length) run.unfinished.add(task.planned);
  return loop.runs;
}

/** A loop that runs in stretches. */
class Loop {
  readonly runs: ItemRun[] = [];
  readonly #task: TaskOnHost;
  readonly #items: readonly Value[];
  readonly #surroundings: Surroundings;
  readonly #stretch: Stretch;

  constructor(task: TaskOnHost, items: readonly Value[], surroundings: Surroundings) {
    this.#task = task;
    this.#items = items;
    this.#surroundings = surroundings;
    this.#stretch = new Stretch(task.target.prefetch, () => task.context.clock.now());
  }

  /** An interrupt that comes as the task starts still lets its first item finish. */
  get isOver(): boolean {
    const last = this.runs.at(-1);
    if (this.runs.length === this.#items.length) return true;
    return last !== undefined && (last.outcome.status === "unreachable" || this.#task.context.interrupted());
  }

  /** Runs some items. If the interrupt came while the task waited for others, none is tried. */
  async next(isTooLate: boolean): Promise<void> {
    if (isTooLate) {
      const one = itemOf(this.#task, this.#items, this.runs.length);
      const outcome = withKeywords(one, failedOutcome(runFault("run/interrupted", {})));
      const label = labelOf(one, this.#items[this.runs.length] ?? null);
      this.#report({ task: one, outcome, notification: "none" }, label.ok ? label.value : "(no label)");
      return;
    }
    const flights = await this.#begin();
    const after = this.runs.length + flights.length;
    const sent = this.#stretch.send(() => this.#upcoming(after)(this.#task.target), this.#task.context.interrupted);
    await this.#land(flights);
    await sent;
  }

  /** Begins items until the stretch is full, or one needs the host before it goes on. */
  async #begin(): Promise<Flight[]> {
    const flights: Flight[] = [];
    const first = this.runs.length;
    const { interrupted } = this.#task.context;
    while (first + flights.length < this.#items.length && !this.#stretch.isFull(flights.length)) {
      if (flights.length > 0 && interrupted()) break;
      const queued = this.#stretch.queued().then(() => undefined);
      const flight = this.#fly(first + flights.length);
      const ended = await Promise.race([queued, flight.run]);
      if (ended && isLeftOut(ended.outcome)) {
        if (flights.length === 0) this.#stretch.forget();
        break;
      }
      flights.push(flight);
      // Nothing waits to be sent: the item can be reported at once.
      if (this.#stretch.size === 0) break;
    }
    return flights;
  }

  #fly(index: number): Flight {
    const one = itemOf(this.#task, this.#items, index);
    const label = labelOf(one, this.#items[index] ?? null);
    if (!label.ok) {
      const outcome = withKeywords(one, failedOutcome(label.faults[0]));
      return { label: "(no label)", run: Promise.resolve({ task: one, outcome, notification: "none" }) };
    }
    // Only the item that the host is working on waits for it.
    const progress = (message: string) => {
      if (this.runs.length === index) this.#surroundings.reporter.progress(message);
    };
    const upcoming = this.#upcoming(index + 1);
    return { label: label.value, run: runItem(one, { upcoming, progress, stretch: this.#stretch }) };
  }

  /** Reports the items in order, up to the first one that has to start anew. */
  async #land(flights: readonly Flight[]): Promise<void> {
    for (const { run, label } of flights) {
      const landed = await run;
      if (isLeftOut(landed.outcome)) {
        this.#stretch.forget();
        return;
      }
      this.#report(landed, label);
      // If the connection is lost, each item that was sent may have been changed.
      if (landed.outcome.status === "interrupted") return;
    }
  }

  #report(run: ItemRun, label: string): void {
    this.#surroundings.reporter.outcome(run.outcome, label);
    this.runs.push(run);
  }

  #upcoming(from: number): UpcomingAt {
    const [task, items, { upcoming }] = [this.#task, this.#items, this.#surroundings];
    return async function* (target) {
      if (yield* questionsOfItems(task, { items, from }, target)) yield* upcoming(target);
    };
  }
}
