import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { ADDRESS } from "../../services/kafka/address.ts";

export const KAFKA_INFO_ARGS = {
  properties: {
    bootstrap: {
      type: "array",
      items: { type: "string", pattern: ADDRESS, description: "HOST:PORT." },
      minItems: 1,
      description: "Addresses of some brokers, as the host sees them; one that answers is enough.",
    },
    topics: {
      type: "array",
      items: { type: "string", description: "A topic's name." },
      description: "The topics to describe, all of which must exist; left out: all but Kafka's own.",
    },
    offsets: {
      type: "boolean",
      default: true,
      description: "Whether the partitions' offsets are asked of their leaders.",
    },
    internal: {
      type: "boolean",
      default: false,
      description: "Whether Kafka's own topics are described, too, where no topics are named.",
    },
    brokers: {
      type: "array",
      items: { type: "integer", minimum: 0, description: "A broker's node.id." },
      description: "The brokers that there must be, and no others.",
    },
    probe_brokers: {
      type: "boolean",
      default: true,
      description:
        "Whether every broker must answer at the address it advertises: a paused one stays listed for some seconds.",
    },
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "Seconds in which what is asked for may still come: a broker just started needs some to register.",
    },
  },
  required: ["bootstrap"],
} as const satisfies ArgsSchema;

export type KafkaInfoArgs = ArgsOf<typeof KAFKA_INFO_ARGS>;
