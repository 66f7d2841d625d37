import { closeSync, fstatSync, openSync } from "node:fs";
import { isatty } from "node:tty";

/** Every exit code of provision, by name. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  pending: 4,
  defect: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the exit codes above. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The signals that interrupt a run, and its exit code then: 128 and the number of the signal, as shells have it. */
export const SIGNAL_EXITS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hungUp } as const;

/** What each exit code means in general, as help and docs list it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: "Done. With --check: the plan could be made, whether or not changes are pending.",
  1: "A task or a verification failed on some host, a registry gave no digest, output was lost (a full disk), or there were warnings (--strict).",
  2: "Wrong usage or an invalid project. No connection was opened.",
  3: "No task failed, but hosts were unreachable.",
  4: "Changes are pending, or something is unknown (--check --exit-code), or the lock file of images is out of date.",
  70: "A defect in provision itself.",
  129: "Interrupted by SIGHUP, as when a terminal is closed. Running commands were ended.",
  130: "Interrupted. Running commands were ended.",
  143: "Interrupted by SIGTERM. Running commands were ended.",
};

/** The exit code of a run that had warnings if it was asked to be strict about them. Other failures keep their own code. */
export function strictly(exit: ExitCode, strict: boolean, warnings: number): ExitCode {
  return strict && warnings > 0 && (exit === EXIT.done || exit === EXIT.pending) ? EXIT.failed : exit;
}

/** What an exit code means for one run. Events carry plain numbers, so any number is accepted. */
export function exitMeaning(exit: number, check: boolean): string {
  if (exit === EXIT.done) return check ? "The plan could be made. Nothing was changed." : "Done.";
  const meanings: Readonly<Record<number, string>> = EXIT_MEANINGS;
  return meanings[exit] ?? "Unknown exit code.";
}

/**
 * Ends the process. After SIGHUP the terminal is usually gone, and Node.js, which restores the terminal's settings at its end, would abort
 * (exit status 134) because it cannot: so its descriptors lead elsewhere by then.
 */
export function leave(exit: number): never {
  if (exit === EXIT.hungUp) {
    for (const descriptor of [0, 1, 2].filter((one) => wasTerminal(one))) {
      closeSync(descriptor);
      // Takes the lowest number that is free.
      openSync("/dev/null", "r+");
    }
  }
  process.exit(exit);
}

/** A terminal that is gone is no terminal any more, but still a character device. */
function wasTerminal(descriptor: number): boolean {
  return isatty(descriptor) || fstatSync(descriptor).isCharacterDevice();
}
