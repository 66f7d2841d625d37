import type { ClientRun } from "../run/client.ts";
import type { Allowed } from "../fault.ts";
import type { Managed } from "../target/files.ts";
import type { Snapshot } from "../target/snapshot.ts";

/** Everything that a trial has seen. */
export interface Evidence {
  readonly allowed: Allowed;
  readonly managed: ReadonlyMap<string, Managed>;
  /** The run that met the fault. */
  readonly first: ClientRun;
  /** Runs that took place at the same time. */
  readonly others: readonly ClientRun[];
  readonly second: ClientRun;
  readonly third: ClientRun;
  /** The server at the instant of the fault; undefined if the fault lasted from the beginning, or the run ended before. */
  readonly midway: Snapshot | undefined;
  readonly afterFirst: Snapshot;
  /** Whether the second run waited until what the first run had started was over. If not, it waits itself, for the lock. */
  readonly waited: boolean;
  readonly afterSecond: Snapshot;
  readonly afterThird: Snapshot;
  /** Places where a secret may not be, by name: output, files, lists of processes. */
  readonly texts: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
  /** Lines of the server's logs with a secret. */
  readonly leakedLogs: readonly string[];
  /** Files that the clients left in their temporary folder. */
  readonly leftHere: readonly string[];
}

/** One promise: returns a sentence for each way in which it was broken. */
export type Assertion = (evidence: Evidence) => readonly string[];
