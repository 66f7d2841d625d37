import { appendFileSync } from "node:fs";
import type { Context, Hook, Runnable } from "mocha";

/** The variable that names the file in which a tier's tests leave notes for the summary. */
export const NOTES_FILE = "PROVISION_TEST_NOTES";

/** Skips the running test, or from a hook the tests that follow it; the summary names the reason. */
export function skipBecause(context: Context, reason: string): never {
  const runnable = context.test;
  const skipped = (isHook(runnable) ? runnable.parent : runnable)?.fullTitle() ?? "";
  add({ skipped, reason });
  return context.skip();
}

function isHook(runnable: Runnable | undefined): runnable is Hook {
  return runnable !== undefined && "type" in runnable && runnable.type === "hook";
}

/** Reports in the summary that a stand-in replaced the real thing. */
export function standIn(what: string, forWhat: string): void {
  add({ standIn: what, forWhat });
}

export type Note =
  { readonly skipped: string; readonly reason: string } | { readonly standIn: string; readonly forWhat: string };

function add(note: Note): void {
  const file = process.env[NOTES_FILE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(note)}\n`);
}
