import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { ADDRESS } from "../../services/kafka/address.ts";

export const KAFKA_TOPIC_ARGS = {
  properties: {
    bootstrap: {
      type: "array",
      items: { type: "string", pattern: ADDRESS, description: "HOST:PORT." },
      minItems: 1,
      description: "Addresses of some brokers, as the host sees them; one that answers is enough.",
    },
    name: { type: "string", pattern: "^[A-Za-z0-9._-]{1,249}$", description: "The topic's name." },
    state: {
      type: "string",
      enum: ["present", "absent"],
      default: "present",
      description: "`absent` deletes the topic with all its records.",
    },
    partitions: {
      type: "integer",
      minimum: 1,
      description: "How many partitions it has; left out: as many as it has, or the brokers' default for a new one.",
    },
    replication: {
      type: "integer",
      minimum: 1,
      description:
        "How many brokers keep each partition; left out: as many as do, or the brokers' default for a new one.",
    },
    configs: {
      type: "object",
      additionalProperties: { type: ["string", "integer", "number", "boolean"], description: "The setting's value." },
      description: "Settings by name, such as retention.ms; the topic's other settings stay as they are.",
    },
    grow: {
      type: "boolean",
      default: false,
      description:
        "Whether partitions may be added to a topic that exists: records with a key change their partition then.",
    },
    timeout: {
      type: "integer",
      minimum: 0,
      default: 30,
      description: "Seconds in which every partition has to have a leader and all its replicas in sync.",
    },
  },
  required: ["bootstrap", "name"],
} as const satisfies ArgsSchema;

export type TopicArgs = ArgsOf<typeof KAFKA_TOPIC_ARGS>;

export type Configs = Readonly<Record<string, string>>;

export function wantedConfigs({ configs }: TopicArgs): Configs {
  return Object.fromEntries(Object.entries(configs ?? {}).map(([name, value]) => [name, String(value)]));
}
