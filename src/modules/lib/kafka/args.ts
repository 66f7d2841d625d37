import type { ArgSchema } from "../../../module/schema.ts";

/** The arguments of every module for Kafka. */
export const KAFKA_ARGS = {
  bootstrap: {
    type: "array",
    items: { type: "string", format: "host-port", description: "HOST:PORT." },
    minItems: 1,
    description: "Addresses of some brokers, as the host sees them; one that answers is enough.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;
