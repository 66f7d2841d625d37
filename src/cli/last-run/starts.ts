import { createHash } from "node:crypto";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { planFault } from "../../errors/catalogue/plan.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, collect, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import { FAILED, isFailedTerm } from "../../inventory/patterns/limit.ts";
import { splitTerms } from "../../inventory/patterns/terms.ts";
import type { Plan } from "../../plan/plan.ts";
import { findStart } from "../../plan/start/find-start.ts";
import { identify, locate, type Identity } from "../../plan/start/identity.ts";
import { walkPlay, type Start } from "../../plan/start/walk.ts";
import type { HostRun } from "../../run/host-run.ts";
import type { RunOptions } from "../options.ts";
import type { Io } from "../io.ts";
import { readLastRun, type LastRun } from "./store.ts";

const fault = faultsOf(cliErrors);

/** The limit of a run: with `--resume`, only hosts that failed in the last run. */
export function limitOf({ resume, limit }: RunOptions): string | undefined {
  if (!resume) return limit;
  return limit === undefined ? FAILED : `${limit},&${FAILED}`;
}

/** Whether what a run does depends on the last one. */
export function usesLastRun(options: RunOptions): boolean {
  return splitTerms(limitOf(options) ?? "").some(isFailedTerm);
}

function wantsFailed(limit = ""): boolean {
  return splitTerms(limit).some((term) => isFailedTerm(term) && !term.startsWith("!"));
}

/** The hosts that `@failed` means in the limit of another command: those that failed in the last run of the playbook. */
export async function failedHosts(
  { playbook, inventories, limit }: { playbook: string; inventories: readonly string[]; limit: string | undefined },
  io: Io,
): Promise<Outcome<readonly string[]>> {
  if (!splitTerms(limit ?? "").some(isFailedTerm)) return good([]);
  const last = await readLastRun({ playbooks: [playbook], inventories }, io);
  if (!last.ok) return last;
  const hosts = Object.keys(last.value.hosts);
  return hosts.length === 0 && wantsFailed(limit)
    ? bad(fault("cli/none-failed", { began: last.value.began }))
    : good(hosts);
}

/** The fault that no host failed in the last run, although the limit wants such hosts. */
export function noneFailed({ hosts, began }: LastRun, options: RunOptions): Fault | undefined {
  return wantsFailed(limitOf(options)) && Object.keys(hosts).length === 0
    ? fault("cli/none-failed", { began })
    : undefined;
}

/** Warns of hosts that failed in the last run and are no longer in the inventory. */
export function missingHosts({ hosts }: LastRun, { inventory }: LoadedProject): Fault[] {
  const gone = Object.keys(hosts).filter((name) => !inventory.hosts.has(name));
  return gone.length > 0 ? [fault("cli/failed-hosts-gone", { hosts: gone })] : [];
}

/** Where each host starts that does not start at the beginning, by name. */
export interface Starts {
  readonly starts: ReadonlyMap<string, Start>;
  readonly warnings: readonly Fault[];
}

/** Where `--start-at-task` and `--resume` let each host start. */
export function startsOf(
  { startAtTask, resume }: RunOptions,
  loaded: LoadedProject,
  plan: Plan,
  lastRun: LastRun | undefined,
): Outcome<Starts> {
  if (startAtTask !== undefined) {
    const start = findStart(plan, startAtTask);
    if (!start.ok) return start;
    return good({ starts: new Map(loaded.hosts.map(({ name }) => [name, start.value])), warnings: [] });
  }
  return resume && lastRun ? resumed(lastRun, loaded, plan) : good({ starts: new Map(), warnings: [] });
}

function resumed(lastRun: LastRun, loaded: LoadedProject, plan: Plan): Outcome<Starts> {
  const { hosts: failed, stops } = lastRun;
  const places = stops.map((stop) => ({ stop, start: locate(plan, stop) }));
  const found = loaded.hosts.map(({ name }): Outcome<readonly (readonly [string, Start])[]> => {
    const place = places[failed[name] ?? -1];
    if (!place) return good([]);
    return place.start ? good([[name, place.start]]) : bad(lost(name, place.stop));
  });
  const starts = collect(found);
  if (!starts.ok) return starts;
  return good({ starts: new Map(starts.value.flat()), warnings: changedTasks(lastRun, loaded, plan) });
}

function lost(host: string, { play, steps }: Identity): Fault {
  return planFault("plan/resume-lost", { host, play, task: steps.at(-1)?.name ?? "" });
}

/** Warns of files with tasks that are not as they were in the last run. */
function changedTasks({ files }: LastRun, loaded: LoadedProject, plan: Plan): Fault[] {
  const now = hashes(loaded, plan);
  const names = [...new Set([...Object.keys(files), ...Object.keys(now)])];
  const changed = names.filter((name) => files[name] !== now[name]).sort();
  return changed.length > 0 ? [planFault("plan/resume-changed", { files: changed })] : [];
}

/** What a run leaves for the next one. */
export function recordOf(began: number, runs: readonly HostRun[], loaded: LoadedProject, plan: Plan): LastRun {
  const stops: Identity[] = [];
  const indexes = new Map<string, number>();
  const indexOf = ({ stop }: HostRun): number | null => {
    const identity = stop && identify(plan, stop);
    if (!identity) return null;
    const key = JSON.stringify(identity);
    const index = indexes.get(key) ?? stops.push(identity) - 1;
    indexes.set(key, index);
    return index;
  };
  const hosts = Object.fromEntries(
    runs.filter((run) => run.isLost()).map((run) => [run.host.name, indexOf(run)] as const),
  );
  // Only a run that can be resumed needs to know its files.
  const files = Object.keys(hosts).length > 0 ? hashes(loaded, plan) : {};
  return { version: 1, began: new Date(began).toISOString(), hosts, stops, files };
}

/** A hash of each file with tasks of the plan. */
function hashes({ project }: LoadedProject, { plays }: Plan): Record<string, string> {
  const files = new Set(
    plays.flatMap((play) => [play.file, ...[...walkPlay(play)].map(({ planned }) => planned.task.origin.file)]),
  );
  return Object.fromEntries(
    [...files].map((file) => [
      file,
      createHash("sha256")
        .update(project.sources.get(file) ?? "")
        .digest("hex"),
    ]),
  );
}
