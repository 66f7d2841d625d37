import { serviceModule } from "../../module/contract.ts";
import { druidService } from "../../services/druid/druid.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../../services/druid/model.ts";
import { druidTarget } from "../lib/druid/args.ts";
import { applySupervisor } from "./apply.ts";
import { SUPERVISOR_ARGS } from "./args.ts";
import { decideSupervisor } from "./decide.ts";
import { type SupervisorState, probeSupervisor } from "./probe.ts";
import { checkSupervisor } from "./settle.ts";

export const druid_supervisor = serviceModule<
  typeof SUPERVISOR_ARGS,
  SupervisorState,
  DruidTarget,
  DruidReader,
  DruidWriter
>({
  name: "druid_supervisor",
  summary: "Runs, suspends or terminates a Druid supervisor that ingests a Kafka topic, and waits until it is healthy.",
  notes: [
    "The spec is compared with the stored one by meaning: every given value must be stored, and the others are not compared, because Druid fills in its defaults. Short forms, periods and the letter case of granularities make no difference. An equal spec is not sent again. A different one is sent with skipRestartIfUnmodified=true, and Druid continues from its own offsets.",
    "Druid silently drops names that it does not know; the task then fails and lists them.",
    "Offsets are never reset. If Kafka no longer has the records that Druid must read next, Druid waits silently; the task fails, names both offsets and explains what to do. For that it asks Kafka at the spec's bootstrap.servers, as the host sees them. If they do not answer the host, only gaps that Druid itself reports are detected.",
  ],
  args: SUPERVISOR_ARGS,
  returns: {
    id: "The supervisor's id.",
    state: "Druid's state, such as RUNNING or SUSPENDED; null if it does not exist.",
    healthy: "Whether Druid reports it as healthy.",
    active_tasks: "The number of tasks that read.",
    lag: "How many records the tasks are behind, by Druid's last count.",
    differing: "The paths in the spec at which the stored spec differed.",
  },
  examples: [
    {
      title: "Ingest the topic of clean readings",
      args: {
        url: "http://127.0.0.1:8888",
        spec: {
          type: "kafka",
          spec: {
            dataSchema: {
              dataSource: "clean_sensors",
              timestampSpec: { column: "ts", format: "millis" },
              dimensionsSpec: { dimensions: ["sensor", { type: "double", name: "value" }] },
              granularitySpec: { segmentGranularity: "HOUR", queryGranularity: "NONE", rollup: false },
            },
            ioConfig: {
              topic: "clean_sensors",
              inputFormat: { type: "json" },
              useEarliestOffset: true,
              consumerProperties: { "bootstrap.servers": "server1:9092", "isolation.level": "read_committed" },
            },
            tuningConfig: { type: "kafka" },
          },
        },
      },
    },
    {
      title: "Suspend it, for instance while Kafka is moved",
      args: { url: "http://127.0.0.1:8888", id: "clean_sensors", state: "suspended" },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe: probeSupervisor,
  decide: decideSupervisor,
  apply: applySupervisor,
  settle: { check: checkSupervisor, every: 1, timeout: ({ timeout }) => timeout },
});
