/** Every exit code of provision, by name. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, pending: 4, defect: 70, interrupted: 130 } as const;

/** One of the exit codes above. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means in general, as help and docs list it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: "Done. With --check: the plan could be made, whether or not changes are pending.",
  1: "A task or a verification failed on some host, or output was lost (a full disk).",
  2: "Wrong usage or an invalid project. No connection was opened.",
  3: "No task failed, but hosts were unreachable.",
  4: "Changes are pending, or something is unknown (--check --exit-code).",
  70: "A defect in provision itself.",
  130: "Interrupted. Running tasks had a few seconds to finish; then their commands were ended.",
};

/** What an exit code means for one run. Events carry plain numbers, so any number is accepted. */
export function exitMeaning(exit: number, check: boolean): string {
  if (exit === EXIT.done) return check ? "The plan could be made. Nothing was changed." : "Done.";
  const meanings: Readonly<Record<number, string>> = EXIT_MEANINGS;
  return meanings[exit] ?? "Unknown exit code.";
}
