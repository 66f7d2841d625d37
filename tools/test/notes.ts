import { appendFileSync } from "node:fs";
import type { Context, Hook, Runnable } from "mocha";

/** Where a tier collects what its tests want said at the end. */
export const NOTES_FILE = "PROVISION_TEST_NOTES";

/** Skips the running test, or from a hook the tests it stands before; the reason is named in the summary. */
export function skipBecause(context: Context, reason: string): never {
  const runnable = context.test;
  const skipped = (isHook(runnable) ? runnable.parent : runnable)?.fullTitle() ?? "";
  note({ skipped, reason });
  return context.skip();
}

function isHook(runnable: Runnable | undefined): runnable is Hook {
  return runnable !== undefined && "type" in runnable && runnable.type === "hook";
}

/** Says in the summary that something took the place of the real thing. */
export function standIn(what: string, forWhat: string): void {
  note({ standIn: what, forWhat });
}

export type Note =
  { readonly skipped: string; readonly reason: string } | { readonly standIn: string; readonly forWhat: string };

function note(text: Note): void {
  const file = process.env[NOTES_FILE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(text)}\n`);
}
