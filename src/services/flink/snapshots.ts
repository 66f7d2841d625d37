import type { Value } from "../../model/value.ts";
import { numberAt, stringAt, valueAt } from "../json-fields.ts";
import type { S3Object } from "../s3/s3.ts";
import type { Checkpoints, Snapshot } from "./model.ts";
import { hasEnded } from "./state.ts";

/** Combines the statistics and the settings; both are undefined for a job without checkpoints. */
export function parseCheckpoints(state: string, stats: Value | undefined, config: Value | undefined): Checkpoints {
  const external = valueAt(config, "externalization", "enabled") === true;
  const kept = external && valueAt(config, "externalization", "delete_on_cancellation") !== true;
  const savepoint = snapshotOf(valueAt(stats, "latest", "savepoint"));
  const newest = later(remaining(state, stats, { external, kept }), savepoint);
  return {
    enabled: stats !== undefined,
    kept,
    completed: numberAt(stats, "counts", "completed"),
    failed: numberAt(stats, "counts", "failed"),
    newest,
    stopped: savepoint !== undefined && stringAt(stats, "latest", "savepoint", "checkpoint_type") === "SYNC_SAVEPOINT",
    restored: stringAt(stats, "latest", "restored", "external_path"),
  };
}

/** The newest checkpoint, unless it was deleted with its job. */
function remaining(
  state: string,
  stats: Value | undefined,
  { external, kept }: { readonly external: boolean; readonly kept: boolean },
): Snapshot | undefined {
  const completed = valueAt(stats, "latest", "completed");
  // A running job discards a checkpoint a moment before it reports the next one.
  const dropped = hasEnded({ state }) && valueAt(completed, "discarded") === true;
  const gone = state === "CANCELED" ? !kept : state === "FAILED" ? !external : state === "FINISHED";
  return gone || dropped ? undefined : snapshotOf(completed);
}

function snapshotOf(json: Value | undefined): Snapshot | undefined {
  const path = stringAt(json, "external_path");
  // Without a checkpoint folder they are kept in memory, and the path is a remark in angle brackets.
  if (path === undefined || path.startsWith("<")) return undefined;
  return { path, at: numberAt(json, "trigger_timestamp"), savepoint: valueAt(json, "is_savepoint") === true };
}

function later(one: Snapshot | undefined, other: Snapshot | undefined): Snapshot | undefined {
  if (!one || !other) return one ?? other;
  return one.at > other.at ? one : other;
}

/**
 * The newest complete snapshot folder of jobs whose ids have this prefix. Checkpoints are in a folder named by the whole id,
 * savepoints have its first six digits in their name.
 */
export function newestFolder(objects: readonly S3Object[], idPrefix: string): string | undefined {
  const checkpoint = `${idPrefix}[0-9a-f]*/chk-\\d+`;
  const savepoint = `savepoint-${idPrefix.slice(0, 6)}-[0-9a-f]+`;
  const complete = new RegExp(`^((?:.*/)?(?:${checkpoint}|${savepoint}))/_metadata$`);
  const folders = objects.flatMap(({ key, at }) => {
    const folder = complete.exec(key)?.[1];
    return folder === undefined ? [] : [{ folder, at }];
  });
  return folders.sort((a, b) => b.at - a.at)[0]?.folder;
}
