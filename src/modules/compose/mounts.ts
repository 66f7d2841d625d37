import { Unknown } from "../../model/unknown.ts";
import type { Resource } from "../../model/change.ts";
import type { Predicted } from "../../module/contract.ts";
import { normalPath } from "../lib/path/args.ts";
import { withPredicted } from "../lib/path/state.ts";
import type { ComposeState, Container } from "./parse.ts";

/** What a container is mounted read-only, as paths on the host. What it may write changes by itself. */
function readOnlyMounts({ inspected }: Container): readonly string[] {
  const binds = inspected?.mounts.filter(({ Type: type, RW: writable }) => type === "bind" && writable === false);
  return (binds ?? []).map(({ Source: source }) => normalPath(String(source)));
}

/** A file or folder that changed after a container was started that reads it, so that its process may have read an older version. */
export function changedSince(containers: readonly Container[], { fileChanges }: ComposeState): string | undefined {
  for (const container of containers) {
    if (!isRunning(container) || container.started === undefined) continue;
    const start = Math.floor(container.started);
    const mounts = readOnlyMounts(container);
    const found = fileChanges.find(({ time, path }) => time > start && isIn(mounts)(path));
    if (found) return found.path;
  }
  return undefined;
}

/** What check mode predicts to change of that; with `since`, after that container is created or started. `Unknown` if it may change. */
export function changesLater(
  containers: readonly Container[],
  predicted: Predicted,
  since?: Resource,
): string | Unknown | undefined {
  const mounts = containers.filter(isRunning).flatMap(readOnlyMounts);
  let found: string | Unknown | undefined;
  const isChange = (path: string) => {
    if (!isIn(mounts)(path)) return false;
    const after = predicted.get({ kind: "path", name: path });
    found = after instanceof Unknown ? after : path;
    return typeof found === "string";
  };
  predicted.any("path", isChange, since);
  const above = () => mounts.map((mount) => withPredicted("absent", predicted, mount));
  return found ?? (since ? undefined : above().find((state) => state instanceof Unknown));
}

function isRunning({ state }: Container): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

/** Whether a path is one of the mounted ones, or below one. */
function isIn(mounts: readonly string[]): (path: string) => boolean {
  return (path) => mounts.some((mount) => path === mount || path.startsWith(mount === "/" ? mount : `${mount}/`));
}
