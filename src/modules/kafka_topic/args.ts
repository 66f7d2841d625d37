import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { KAFKA_ARGS } from "../lib/kafka/args.ts";

export const KAFKA_TOPIC_ARGS = {
  properties: {
    ...KAFKA_ARGS,
    name: { type: "string", format: "topic", description: "The topic's name." },
    state: {
      type: "string",
      enum: ["present", "absent"],
      default: "present",
      description: "`absent` deletes the topic with all its records.",
    },
    partitions: {
      type: "integer",
      minimum: 1,
      description: "The number of partitions; default: unchanged, or the brokers' default for a new topic.",
    },
    replication: {
      type: "integer",
      minimum: 1,
      description:
        "The number of replicas of each partition; default: unchanged, or the brokers' default for a new topic.",
    },
    configs: {
      type: "object",
      additionalProperties: { type: ["string", "integer", "number", "boolean"], description: "The setting's value." },
      description: "Settings by name, such as retention.ms; others stay as they are, unless `exclusive` is set.",
    },
    exclusive: {
      type: "boolean",
      default: false,
      description: "Whether the topic's own settings that `configs` does not name return to the brokers' default.",
    },
    grow: {
      type: "boolean",
      default: false,
      description: "Whether partitions may be added to an existing topic: this moves keys to other partitions.",
    },
    timeout: {
      type: "integer",
      minimum: 0,
      default: 30,
      description: "Seconds to wait until every partition has a leader and all its replicas are in sync.",
    },
  },
  required: ["bootstrap", "name"],
} as const satisfies ArgsSchema;

export type TopicArgs = ArgsOf<typeof KAFKA_TOPIC_ARGS>;

export type Configs = Readonly<Record<string, string>>;

export function desiredConfigs({ configs }: TopicArgs): Configs {
  return Object.fromEntries(Object.entries(configs ?? {}).map(([name, value]) => [name, String(value)]));
}
