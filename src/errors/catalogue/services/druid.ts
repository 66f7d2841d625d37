import type { NonEmpty } from "../../../model/non-empty.ts";
import { type Catalogue, certainEntry, entry, faultsOf } from "../../define.ts";

/** What can go wrong with a Druid cluster. */
export const druidErrors = {
  "services/druid-refused": entry<{ what: string; reason: string; login?: string }>(
    ({ what, reason }) => `Druid refused to ${what}: ${reason}.`,
    ({ login }) =>
      login === undefined
        ? "The coordinator's and the broker's logs have the full reason. The address must be the router's."
        : `Use the current password of ${login}, or change it through Druid's API: its accounts keep the password with which they were created, whatever the configuration says.`,
  ),
  "services/druid-spec": entry<{ problem: string }>(
    ({ problem }) => `The supervisor's spec is invalid: ${problem}.`,
    () => "Write the whole spec as Druid takes it: {type: kafka, spec: {dataSchema: …, ioConfig: …, tuningConfig: …}}.",
  ),
  "services/druid-no-supervisor": entry<{ id: string }>(
    ({ id }) => `Druid has no supervisor ${id}, and there is no spec to create one.`,
    () => "Set `spec`, or check the id: it is the name of the datasource.",
  ),
  "services/druid-not-kept": entry<{ id: string; paths: readonly string[] }>(
    ({ id, paths }) => `Druid accepted supervisor ${id} but did not keep ${paths.join(", ")}.`,
    () => "Druid drops unknown names and rewrites some values. Check the spelling against its documentation.",
  ),
  "services/druid-gap": entry<{ id: string; gap: string }>(
    ({ id, gap }) => `Supervisor ${id} cannot continue reading: ${gap}.`,
    ({ id }) =>
      `Druid has lost the records in between, and nothing was reset. To continue without them: POST /druid/indexer/v1/supervisor/${id}/reset at the router. To keep more in Kafka: raise the topic's retention.ms.`,
  ),
  "services/druid-lost-tasks": entry<{ tasks: NonEmpty<string> }>(
    ({ tasks: [first, ...others] }) =>
      others.length === 0
        ? `The task ${first} is on no worker.`
        : `The tasks ${[first, ...others].join(", ")} are on no worker.`,
    () =>
      "Druid lists it as running, but nothing reads its topic. The container `health` on main ends such tasks: check that it runs. The module druid_tasks ends them at once.",
  ),
  "services/druid-retention": entry<{ problem: string }>(
    ({ problem }) => `The retention is invalid: ${problem}.`,
    () =>
      "Set `load_period: P30D` or a list of rules. `compaction` is a map such as {skipOffsetFromLatest: P1D}, or false.",
  ),
  "services/druid-parameters": certainEntry<{ problem: string }>(
    ({ problem }) => `The query's parameters are invalid: ${problem}.`,
    () => "Write a list with one value for each `?`. To give a value a type, write {type: TIMESTAMP, value: …}.",
  ),
} as const satisfies Catalogue;

export const druidFault = faultsOf(druidErrors);
