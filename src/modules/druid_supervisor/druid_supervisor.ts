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
  summary:
    "Has a Druid supervisor ingest a Kafka topic, suspends or ends it, and waits until it does so in good health.",
  notes: [
    "The spec is compared with the stored one by what it means: every value that is given has to be there, what is not given may be anything, because Druid fills in its defaults. Short forms, periods and the letter case of granularities make no difference. An equal spec is not sent again; a differing one is, with skipRestartIfUnmodified=true, and Druid goes on from its own offsets.",
    "A name that Druid does not know is dropped by Druid without a word; the task then fails and names it.",
    "Offsets are never reset. When Kafka no longer has the records that Druid is to read next, Druid waits silently; the task fails, names both offsets and says what to do. Kafka is asked at the spec's bootstrap.servers for that, as the host sees them; where they do not answer the host, only the gaps that Druid itself reports are seen.",
  ],
  args: SUPERVISOR_ARGS,
  returns: {
    id: "The supervisor's id.",
    state: "Druid's state, such as RUNNING or SUSPENDED; null where there is none.",
    healthy: "Whether Druid calls it healthy.",
    active_tasks: "How many tasks read.",
    lag: "How many records they are behind, as Druid last counted.",
    differing: "The paths in the spec where the stored one differed.",
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
      title: "Let it rest, for instance while Kafka is moved",
      args: { url: "http://127.0.0.1:8888", id: "clean_sensors", state: "suspended" },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe: probeSupervisor,
  decide: decideSupervisor,
  apply: applySupervisor,
  settle: { look: checkSupervisor, every: 2, timeout: ({ timeout }) => timeout },
});
