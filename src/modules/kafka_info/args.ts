import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { KAFKA_ARGS } from "../lib/kafka/args.ts";

export const KAFKA_INFO_ARGS = {
  properties: {
    ...KAFKA_ARGS,
    topics: {
      type: "array",
      items: { type: "string", format: "topic", description: "A topic's name." },
      description: "The topics to describe, all of which must exist; default: all but Kafka's own.",
    },
    offsets: {
      type: "boolean",
      default: true,
      description: "Whether to read the partitions' offsets from their leaders.",
    },
    internal: {
      type: "boolean",
      default: false,
      description: "Whether to describe Kafka's own topics, too, if `topics` is not given.",
    },
    brokers: {
      type: "array",
      items: { type: "integer", minimum: 0, description: "A broker's node.id." },
      description: "The brokers that the cluster must have, and no others.",
    },
    probe_brokers: {
      type: "boolean",
      default: true,
      description:
        "Whether every broker must answer at the address that it advertises: a paused broker stays listed for some seconds.",
    },
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "Seconds to wait for the requirements: a broker that has just started needs some time to register.",
    },
  },
  required: ["bootstrap"],
} as const satisfies ArgsSchema;

export type KafkaInfoArgs = ArgsOf<typeof KAFKA_INFO_ARGS>;
