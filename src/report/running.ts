import type { Progress, TaskStart } from "../events/event.ts";
import { taskName } from "./task-line.ts";
import { visible } from "./visible.ts";

interface Work {
  readonly name: string;
  readonly since: number;
  readonly message: string;
  /** When its last line was shown. */
  readonly shown: number;
}

/** Milliseconds between two lines about one task on outputs that cannot rewrite lines. */
const PAUSE = 10_000;

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
  const works = new Map<string, Work>();
  return {
    start(event) {
      works.set(event.host, { name: taskName(event), since: now(), message: "", shown: now() });
    },
    progress(event) {
      const work = works.get(event.host) ?? { name: taskName(event), since: now(), message: "", shown: now() };
      const due = now() - work.shown >= PAUSE;
      works.set(event.host, { ...work, message: visible(event.message), shown: due ? now() : work.shown });
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
