import { type Catalogue, entry, faultsOf } from "../../define.ts";

export const druidErrors = {
  "services/druid-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Druid refused to ${what}: ${reason}`,
    () => "The coordinator's and the broker's logs have the whole reason; the address is meant to be the router's.",
  ),
  "services/druid-spec": entry<{ problem: string }>(
    ({ problem }) => `The supervisor's spec is not clear: ${problem}`,
    () => "Give the whole spec as Druid takes it: {type: kafka, spec: {dataSchema: …, ioConfig: …, tuningConfig: …}}.",
  ),
  "services/druid-no-supervisor": entry<{ id: string }>(
    ({ id }) => `Druid has no supervisor ${id}, and no spec is given to make one`,
    () => "Give `spec`, or check the id: it is the name of the datasource.",
  ),
  "services/druid-not-kept": entry<{ id: string; paths: readonly string[] }>(
    ({ id, paths }) => `Druid took supervisor ${id}, but did not keep ${paths.join(", ")}`,
    () =>
      "Druid drops names that it does not know, and rewrites some values: check the spelling against its documentation.",
  ),
  "services/druid-gap": entry<{ id: string; gap: string }>(
    ({ id, gap }) => `Supervisor ${id} cannot read on: ${gap}`,
    ({ id }) =>
      `The records between are lost to Druid, and nothing was reset. To go on without them: POST /druid/indexer/v1/supervisor/${id}/reset at the router. To keep more in Kafka: raise the topic's retention.ms.`,
  ),
  "services/druid-retention": entry<{ problem: string }>(
    ({ problem }) => `What is to be kept is not clear: ${problem}`,
    () =>
      "Give `load_period: P30D` or a list of rules; `compaction` is a map such as {skipOffsetFromLatest: P1D}, or false.",
  ),
  "services/druid-parameters": entry<{ problem: string }>(
    ({ problem }) => `The query's parameters are not clear: ${problem}`,
    () => "Give a list with one value for each `?`; a value with a type of its own is {type: TIMESTAMP, value: …}.",
  ),
} as const satisfies Catalogue;

export const druidFault = faultsOf(druidErrors);
