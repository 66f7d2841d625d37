import { type Catalogue, entry, faultsOf } from "../../define.ts";

export const flinkErrors = {
  "services/flink-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Flink refused to ${what}: ${reason}`,
    () => "The JobManager's log has the whole reason.",
  ),
  "services/flink-upload": entry<{ file: string; reason: string }>(
    ({ file, reason }) => `${file} did not reach Flink: ${reason}`,
    () => "Look at the JobManager's log and at the room in its web.upload.dir; running again sends it anew.",
  ),
  "services/flink-arguments": entry<{ problem: string }>(
    ({ problem }) => `The job's arguments are not clear: ${problem}`,
    () => "Give a list of texts, or a map: `{window: 31}` becomes --window 31, and a null makes a name without value.",
  ),
  "services/flink-no-jar": entry<{ name: string }>(
    ({ name }) => `Job ${name} is to run, and no jar is named`,
    () => "Name the file with `jar`; only `state: stopped` and `state: cancelled` need none.",
  ),
  "services/flink-not-a-job": entry<{ jar: string; reason: string }>(
    ({ jar, reason }) => `${jar} gives Flink no job to run: ${reason}`,
    () => "Nothing was stopped or started. Check the jar, `entry_class` and `args`.",
  ),
  "services/flink-name": entry<{ wanted: string; is: string }>(
    ({ wanted, is }) => `The job calls itself ${is}, not ${wanted}: it could not be found again`,
    ({ is }) => `Nothing was stopped or started. Write name: ${is}, or change the name in the job's execute().`,
  ),
  "services/flink-slots": entry<{ name: string; wanted: number; usable: number; total: number }>(
    ({ name, wanted, usable, total }) =>
      `Job ${name} is to have parallelism ${wanted}, but only ${usable} of Flink's ${total} slots are to be had`,
    () => "Nothing was stopped. Lower `parallelism`, or give Flink more TaskManagers or taskmanager.numberOfTaskSlots.",
  ),
  "services/flink-twice": entry<{ name: string; ids: readonly string[] }>(
    ({ name, ids }) => `${ids.length} jobs are called ${name}: ${ids.join(", ")}`,
    () => "Nothing was changed. Cancel all but one in Flink's UI; which one is to stay cannot be guessed.",
  ),
  "services/flink-too-small": entry<{ has: Capacity; wanted: Capacity }>(
    ({ has, wanted }) => `Flink has ${capacity(has)}, wanted at least ${capacity(wanted)}`,
    () =>
      "A TaskManager that is missing has not registered: see its log, and the JobManager's address in its settings.",
  ),
  "services/flink-gone": entry<{ id: string }>(
    ({ id }) => `Flink knows no job ${id} any more`,
    () => "Was the JobManager restarted? Without high availability it forgets its jobs. Run again when it is back.",
  ),
  "services/flink-not-ended": entry<{ id: string; seconds: number }>(
    ({ id, seconds }) => `Job ${id} has not ended within ${seconds} s`,
    () => "See in Flink's UI which task does not let go, or raise `timeout`.",
  ),
  "services/flink-state-lost": entry<{ name: string; state: string }>(
    ({ name, state }) =>
      `Job ${name} is ${state}, so it can be stopped only by cancelling, and its checkpoints would go with it`,
    () =>
      "Nothing was changed. Let it run again first, or set execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION.",
  ),
  "services/flink-failed": entry<{ name: string; id: string; why: string }>(
    ({ name, id, why }) => `Job ${name} (${id}) does not do its work: ${why}`,
    () =>
      "Below is what Flink says of it, if anything; its UI has the whole under Exceptions. Run again when it is mended.",
  ),
  "services/flink-rolled-back": entry<{ name: string; why: string; savepoint: string }>(
    ({ name, why, savepoint }) => `The new job ${name} ${why}; the one before runs again, from ${savepoint}`,
    () => "Nothing is lost: both start from the same savepoint. Below is what the new one fell over.",
  ),
  "services/flink-no-way-back": entry<{ name: string; why: string; savepoint: string; back: string }>(
    ({ name, why, back }) => `The new job ${name} ${why}, and the one before could not be started again: ${back}`,
    ({ savepoint }) =>
      `NO job runs now. Run this again with the jar and the arguments of before: it starts from ${savepoint}.`,
  ),
} as const satisfies Catalogue;

interface Capacity {
  readonly taskManagers: number;
  readonly slots: number;
}

function capacity({ taskManagers, slots }: Capacity): string {
  return `${taskManagers} TaskManagers with ${slots} slots`;
}

export const flinkFault = faultsOf(flinkErrors);
