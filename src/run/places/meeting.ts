import type { PlannedTask } from "../../plan/plan.ts";
import type { Position } from "../../plan/start/walk.ts";
import type { HostRun } from "../host-run.ts";
import { Slots } from "./slots.ts";

/** What one host did for all. */
export interface Once<T> {
  /** The other hosts that came to it, for the host that did it; undefined for the others. */
  readonly others: readonly HostRun[] | undefined;
  /** Undefined if doing it failed in an unexpected way. */
  readonly value: T | undefined;
}

/** The hosts that have come to a task which one of them runs for all. */
interface Gathering {
  readonly planned: PlannedTask;
  readonly position: Position;
  /** What wakes each host once it is known which one runs the task. */
  readonly present: Map<HostRun, (runner: HostRun) => void>;
  readonly result: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  runner: HostRun | undefined;
}

/**
 * Hosts that go through the same tasks, each at its own pace. At a task that one host runs for all, they wait until every other host has
 * come to it as well, has passed it without coming to it, or has left. A host only ever waits for hosts that are behind it, so never in a circle.
 * What the user says of a task counts for all of them.
 */
export class Meeting {
  readonly #members: readonly HostRun[];
  readonly #slots: Slots;
  readonly #positions = new Map<HostRun, Position | "left">();
  readonly #gatherings: Gathering[] = [];
  readonly #throttles = new Map<PlannedTask, Slots>();
  readonly #answers = new Map<PlannedTask, Map<string, Promise<boolean>>>();

  /** `slots` limits how many hosts do something at the same time: those that wait are not counted. */
  constructor(members: readonly HostRun[], slots: Slots) {
    this.#members = members;
    this.#slots = slots;
  }

  /** A host goes on to the task at a position, or passes it. */
  reach(run: HostRun, position: Position): void {
    this.#positions.set(run, position);
    this.#look();
  }

  /** A host comes to none of the tasks any more. */
  leave(run: HostRun): void {
    this.#positions.set(run, "left");
    this.#look();
  }

  /** Waits until every other host has come to the task at a position as well, has passed it, or has left. */
  async together(run: HostRun, at: Pick<Gathering, "planned" | "position">): Promise<void> {
    const gathering = this.#gatheringAt(at);
    // It was the last one to come.
    if (gathering.runner) return;
    await this.#slots.lend(async () => {
      await new Promise<HostRun>((resolve) => {
        gathering.present.set(run, resolve);
        this.reach(run, at.position);
      });
    });
  }

  /** Lets the first of the hosts that come to a task do the work, once all are there. The others get what it resolves to. */
  async once<T>(run: HostRun, at: Pick<Gathering, "planned" | "position">, work: () => Promise<T>): Promise<Once<T>> {
    const gathering = this.#gatheringAt(at);
    const isRunner = await this.#slots.lend(async () => {
      const runner = await new Promise<HostRun>((resolve) => {
        gathering.present.set(run, resolve);
        this.reach(run, at.position);
      });
      if (runner !== run) await gathering.result;
      return runner === run;
    });
    if (!isRunner) return { others: undefined, value: (await gathering.result) as T | undefined };
    let value: T | undefined;
    try {
      value = await work();
    } finally {
      gathering.resolve(value);
    }
    return { others: [...gathering.present.keys()].filter((one) => one !== run), value };
  }

  /** Does the work when fewer than `most` of the hosts do theirs at this task. */
  throttled<T>(planned: PlannedTask, most: number, work: () => Promise<T>): Promise<T> {
    const slots = this.#throttles.get(planned) ?? new Slots(Math.max(1, most));
    this.#throttles.set(planned, slots);
    return slots.use(work);
  }

  /** Asks the user about a task, for the first of the hosts that come to it. */
  asked({ planned, position }: Pick<Gathering, "planned" | "position">, ask: () => Promise<boolean>): Promise<boolean> {
    const answers = this.#answers.get(planned) ?? new Map<string, Promise<boolean>>();
    this.#answers.set(planned, answers);
    const key = position.join();
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  }

  #gatheringAt({ planned, position }: Pick<Gathering, "planned" | "position">): Gathering {
    const known = this.#gatherings.find((one) => one.planned === planned && order(one.position, position) === 0);
    if (known) return known;
    const { promise, resolve } = deferred();
    const gathering = { planned, position, present: new Map(), result: promise, resolve, runner: undefined };
    this.#gatherings.push(gathering);
    return gathering;
  }

  #look(): void {
    for (const gathering of this.#gatherings) {
      if (gathering.runner || !this.#members.every((one) => this.#isAccountedFor(one, gathering))) continue;
      const runner = this.#members.find((one) => gathering.present.has(one));
      if (!runner) continue;
      gathering.runner = runner;
      for (const wake of gathering.present.values()) wake(runner);
    }
  }

  #isAccountedFor(run: HostRun, { present, position }: Gathering): boolean {
    if (present.has(run)) return true;
    const reached = this.#positions.get(run);
    return reached === "left" || (reached !== undefined && order(reached, position) >= 0);
  }
}

/** Negative if the first position comes before the second one. */
function order(one: Position, other: Position): number {
  for (const [index, step] of one.entries()) {
    const difference = step - (other[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function deferred(): { readonly promise: Promise<unknown>; readonly resolve: (value: unknown) => void } {
  let settle: (value: unknown) => void = () => undefined;
  const promise = new Promise<unknown>((resolve) => (settle = resolve));
  return { promise, resolve: (value) => settle(value) };
}
