import type { Progress, TaskStart } from "../events/event.ts";
import { taskName } from "./task-line.ts";
import { visible } from "./visible.ts";

interface RunningTask {
  readonly name: string;
  readonly since: number;
  readonly message: string;
  /** When its last line was shown; undefined before the first. */
  readonly shownAt: number | undefined;
}

/** Milliseconds until the first line about a task on outputs that cannot rewrite lines, and between two later ones. */
const FIRST = 3000;
const INTERVAL = 10_000;

/** What each host is doing at the moment. */
export interface Running {
  start(event: TaskStart): void;
  /** A line for outputs that cannot rewrite one, unless the task had one recently. */
  progress(event: Progress): string | undefined;
  finish(host: string): void;
  /** All running tasks on one line; undefined if there are none. */
  line(): string | undefined;
}

export function createRunning(now: () => number): Running {
  const tasks = new Map<string, RunningTask>();
  return {
    start(event) {
      tasks.set(event.host, { name: taskName(event), since: now(), message: "", shownAt: undefined });
    },
    progress(event) {
      const before = tasks.get(event.host) ?? { name: taskName(event), since: now(), message: "", shownAt: undefined };
      const { shownAt, since } = before;
      const due = shownAt === undefined ? now() - since >= FIRST : now() - shownAt >= INTERVAL;
      const task = { ...before, message: visible(event.message), shownAt: due ? now() : shownAt };
      tasks.set(event.host, task);
      return due ? describe(event.host, task, now()) : undefined;
    },
    finish(host) {
      tasks.delete(host);
    },
    line() {
      if (tasks.size === 0) return undefined;
      return [...tasks].map(([host, task]) => describe(host, task, now())).join("  |  ");
    },
  };
}

function describe(host: string, { name, since, message }: RunningTask, now: number): string {
  const seconds = Math.floor((now - since) / 1000);
  return `  … ${visible(host)}  ${name}${message === "" ? "" : `: ${message}`}${seconds > 0 ? ` (${String(seconds)} s)` : ""}`;
}
