import { type Catalogue, certainEntry, entry, faultsOf } from "../../define.ts";

/** What can go wrong with a Flink cluster and its jobs. */
export const flinkErrors = {
  "services/flink-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Flink refused to ${what}: ${reason}.`,
    () => "The JobManager's log has the full reason.",
  ),
  "services/flink-upload": entry<{ file: string; reason: string }>(
    ({ file, reason }) => `The upload of ${file} to Flink failed: ${reason}.`,
    () => "Check the JobManager's log and the free space in its web.upload.dir. The next run uploads the file again.",
  ),
  "services/flink-arguments": certainEntry<{ problem: string }>(
    ({ problem }) => `The job's arguments are invalid: ${problem}.`,
    () =>
      "Write a list of strings or a map: `{window: 31}` becomes --window 31, and null writes a flag without a value.",
  ),
  "services/flink-no-jar": entry<{ name: string }>(
    ({ name }) => `Job ${name} cannot run without a jar.`,
    () => "Set `jar` to the file. Only `state: stopped` and `state: cancelled` need none.",
  ),
  "services/flink-not-a-job": entry<{ jar: string; reason: string }>(
    ({ jar, reason }) => `Flink cannot run a job from ${jar}: ${reason}.`,
    () => "Nothing was stopped or started. Check the jar, `entry_class` and `args`.",
  ),
  "services/flink-name": entry<{ desired: string; actual: string }>(
    ({ desired, actual }) => `The job names itself ${actual}, not ${desired}: later runs could not find it.`,
    ({ actual }) =>
      `Nothing was stopped or started. Set \`name: ${actual}\`, or change the name in the job's execute().`,
  ),
  "services/flink-slots": entry<{ name: string; desired: number; usable: number; total: number }>(
    ({ name, desired, usable, total }) =>
      `Job ${name} needs parallelism ${desired}, but only ${usable} of Flink's ${total} slots are available.`,
    () => "Nothing was stopped. Lower `parallelism`, or give Flink more TaskManagers or taskmanager.numberOfTaskSlots.",
  ),
  "services/flink-twice": entry<{ name: string; ids: readonly string[] }>(
    ({ name, ids }) => `${ids.length} jobs are named ${name}: ${ids.join(", ")}.`,
    () => "Nothing was changed. Cancel all but one in Flink's UI: provision cannot know which one to keep.",
  ),
  "services/flink-too-small": entry<{ has: Capacity; expected: Capacity }>(
    ({ has, expected }) => `Flink has ${capacity(has)}, expected at least ${capacity(expected)}.`,
    () => "A missing TaskManager has not registered: check its log, and the JobManager's address in its configuration.",
  ),
  "services/flink-gone": entry<{ id: string }>(
    ({ id }) => `Flink no longer has a job ${id}.`,
    () =>
      "Check whether the JobManager was restarted: without high availability it forgets its jobs. Run again when it is back.",
  ),
  "services/flink-not-ended": entry<{ id: string; seconds: number }>(
    ({ id, seconds }) => `Job ${id} has not ended within ${seconds} s.`,
    () => "Check in Flink's UI which task is still running, or raise `timeout`.",
  ),
  "services/flink-state-lost": entry<{ name: string; state: string }>(
    ({ name, state }) =>
      `Job ${name} is ${state}: it can only be cancelled, and its checkpoints would be deleted with it.`,
    () =>
      "Nothing was changed. Let it run again first, or set execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION.",
  ),
  "services/flink-failed": entry<{ name: string; id: string; why: string }>(
    ({ name, id, why }) => `Job ${name} (${id}) does not work: ${why}.`,
    () =>
      "The failures that Flink reports are above, if there are any. Its UI has them in full under Exceptions. Run again when the cause is fixed.",
  ),
  "services/flink-rolled-back": entry<{ name: string; why: string; savepoint: string }>(
    ({ name, why, savepoint }) => `The new job ${name} ${clause(why)}. The previous one runs again, from ${savepoint}.`,
    () => "No data is lost: both start from the same savepoint. The failures of the new job are above.",
  ),
  "services/flink-no-way-back": entry<{ name: string; why: string; savepoint: string; back: string }>(
    ({ name, why, back }) =>
      `The new job ${name} ${clause(why)}, and the previous one could not be started again: ${back}.`,
    ({ savepoint }) =>
      `NO job is running. Run this again with the previous jar and arguments: the job starts from ${savepoint}.`,
  ),
} as const satisfies Catalogue;

/** A quoted message, to be continued within the sentence. */
function clause(message: string): string {
  return message.replace(/\.$/, "");
}

interface Capacity {
  readonly taskManagers: number;
  readonly slots: number;
}

function capacity({ taskManagers, slots }: Capacity): string {
  return `${taskManagers} TaskManagers with ${slots} slots`;
}

export const flinkFault = faultsOf(flinkErrors);
