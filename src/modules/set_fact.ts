import type { ValueMap } from "../model/value.ts";
import { pureModule } from "../module/contract.ts";

export const set_fact = pureModule({
  name: "set_fact",
  summary: "Sets variables of the host for the tasks that follow.",
  notes: ["They override all variables except those given with `-e`, and last until the run ends."],
  args: { required: [], properties: {}, rest: { type: "any", description: "The variable's value." } },
  acceptsUnknown: true,
  returns: { facts: "The variables that were set." },
  examples: [
    { title: "Set a string", args: { broker_name: "kafka-1" } },
    { title: "Set a list and a number", args: { ports: [9092, 9093], replicas: 2 } },
  ],
  decide: (args) => {
    // Every argument is a `Value`; the schema's `any` types it as `unknown`.
    const facts = args as ValueMap;
    return { changes: [], result: { facts }, facts };
  },
});
