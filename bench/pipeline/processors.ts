import { cpus } from "node:os";

/** Milliseconds of all processors together, since the machine started. */
export interface Times {
  readonly idle: number;
  readonly all: number;
}

export function processorTimes(): Times {
  const times = cpus().map((one) => one.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  const all = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
  return { idle, all };
}

/** The share of processor time in use between two samples, 0 to 1. */
export function busyBetween(before: Times, after: Times): number {
  const all = after.all - before.all;
  return all > 0 ? 1 - (after.idle - before.idle) / all : 0;
}
