import { nameOf, taskOf, type Result, type SiteRun } from "./results.ts";

/** How well check mode has predicted a run. */
export interface Score {
  /** Predicted changes that came. */
  readonly right: readonly string[];
  /** Predicted changes that did not come. */
  readonly false: readonly string[];
  /** Changes that came although check mode did not predict them. */
  readonly missing: readonly string[];
  /** Tasks of which check mode said that it cannot know, and that changed something. */
  readonly unknown: readonly string[];
}

/** Compares what check mode predicted with what the run then changed: by host, role, task, item and resource. */
export function scoreOf(check: SiteRun, run: SiteRun): Score {
  const predicted = changesIn(check.results);
  const real = changesIn(run.results);
  const undecided = check.results.filter(({ status }) => status === "unknown");
  const saidUnknown = (change: Change) =>
    undecided.some((result) => nameOf(result) === nameOf(change.result) || isWholeTask(result, change.result));
  const came = new Set(real.keys());
  const unforeseen = [...real].filter(([name]) => !predicted.has(name));
  return {
    right: [...predicted.keys()].filter((name) => came.has(name)),
    false: [...predicted.keys()].filter((name) => !came.has(name)),
    missing: unforeseen.filter(([, change]) => !saidUnknown(change)).map(([name]) => name),
    unknown: unforeseen.filter(([, change]) => saidUnknown(change)).map(([name]) => name),
  };
}

interface Change {
  readonly result: Result;
}

/** By name; a task without a diff counts once. */
function changesIn(results: readonly Result[]): ReadonlyMap<string, Change> {
  const changes = results
    .filter(({ status }) => status === "changed")
    .flatMap((result): [string, Change][] => {
      const resources = result.diff.map(({ resource }) => ` ${resource.kind}:${resource.name}`);
      return (resources.length > 0 ? resources : [""]).map((resource) => [`${nameOf(result)}${resource}`, { result }]);
    });
  return new Map(changes);
}

/** A loop whose items are unknown has one result. */
function isWholeTask(unknown: Result, changed: Result): boolean {
  return unknown.item === undefined && taskOf(unknown) === taskOf(changed);
}
