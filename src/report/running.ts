import type { Progress, TaskStart } from "../events/event.ts";
import { taskName } from "./task-line.ts";
import { visible } from "./visible.ts";

interface Work {
  readonly name: string;
  readonly since: number;
  readonly message: string;
  readonly said: number;
}

/** Milliseconds between two lines about one task where lines cannot be written again. */
const PAUSE = 10_000;

/** What every host is doing just now. */
export interface Running {
  start(event: TaskStart): void;
  /** A line for outputs that keep every line, where the last one about this task is long enough ago. */
  progress(event: Progress): string | undefined;
  finish(host: string): void;
  /** All of it on one line; undefined: nothing runs. */
  line(): string | undefined;
}

export function createRunning(now: () => number): Running {
  const works = new Map<string, Work>();
  return {
    start(event) {
      works.set(event.host, { name: taskName(event), since: now(), message: "", said: now() });
    },
    progress(event) {
      const work = works.get(event.host) ?? { name: taskName(event), since: now(), message: "", said: now() };
      const due = now() - work.said >= PAUSE;
      works.set(event.host, { ...work, message: visible(event.message), said: due ? now() : work.said });
      return due ? describe(event.host, { ...work, message: visible(event.message) }, now()) : undefined;
    },
    finish(host) {
      works.delete(host);
    },
    line() {
      if (works.size === 0) return undefined;
      return [...works].map(([host, work]) => describe(host, work, now())).join("  |  ");
    },
  };
}

function describe(host: string, { name, since, message }: Work, now: number): string {
  const seconds = Math.floor((now - since) / 1000);
  return `  … ${visible(host)}  ${name}${message === "" ? "" : `: ${message}`}${seconds > 0 ? ` (${String(seconds)} s)` : ""}`;
}
