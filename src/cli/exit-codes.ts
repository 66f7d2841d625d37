/** Every exit code that provision gives, and what it means. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, pending: 4, defect: 70, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: "done; with --check: the plan could be made, whatever it says.",
  1: "a task or a verification failed on some host.",
  2: "wrong usage, or the project is invalid: nothing was connected to.",
  3: "no task failed, but hosts were unreachable.",
  4: "changes are pending, or something is unknown (--check --exit-code).",
  70: "a defect in provision itself.",
  130: "interrupted: the running task was ended cleanly.",
};

/** The meaning for the one run that ended so; codes come as plain numbers from events. */
export function exitMeaning(exit: number, check: boolean): string {
  if (exit === EXIT.done) return check ? "the plan could be made; nothing was changed." : "done.";
  const meanings: Readonly<Record<number, string>> = EXIT_MEANINGS;
  return meanings[exit] ?? "an exit code that provision does not know.";
}
