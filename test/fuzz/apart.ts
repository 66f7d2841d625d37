import { fork } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** Milliseconds without a word from the process: it hangs. */
const SILENT_MS = 60_000;
/** Milliseconds between two messages about the seed that is tried. */
export const EVERY_MS = 500;
/** The memory that a target may use, in MiB. */
const MAX_MIB = 400;

/** What the process of a target says: a seed that it is about to try, or its end. */
export type Said =
  | { readonly is: "trying"; readonly seed: number }
  | { readonly is: "done"; readonly failures: readonly string[]; readonly peakMib: number };

export interface Figures {
  readonly failures: readonly string[];
  readonly seconds: number;
  /** Of the whole process, in MiB. */
  readonly peakMib: number;
}

/** Tries a target in a process of its own, so that its memory is measured alone, and a crash or a hang is found. */
export function fuzzApart(name: string, seed: number, runs: number): Promise<Figures> {
  const began = performance.now();
  const child = fork(join(import.meta.dirname, "apart-main.js"), [name, String(seed), String(runs)]);
  return new Promise((resolve) => {
    let tried = seed;
    let done: (Said & { is: "done" }) | undefined;
    const silence = setTimeout(() => child.kill("SIGKILL"), SILENT_MS);
    child.on("message", (said: Said) => {
      silence.refresh();
      if (said.is === "done") done = said;
      else tried = said.seed;
    });
    child.on("exit", (code, signal) => {
      clearTimeout(silence);
      const end = signal === null ? `it ended with exit ${code ?? "?"}` : `it hung, or ended by ${signal}`;
      const { failures, peakMib } = done ?? {
        failures: [`${name}, seed ${tried} or soon after: ${end}.`],
        peakMib: NaN,
      };
      const fat = peakMib > MAX_MIB ? [`${name} needs ${peakMib} MiB, more than ${MAX_MIB}.`] : [];
      resolve({ failures: [...failures, ...fat], seconds: (performance.now() - began) / 1000, peakMib });
    });
  });
}
