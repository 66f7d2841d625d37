import type { ValueMap } from "../model/value.ts";
import { pureModule } from "../module/contract.ts";

export const set_fact = pureModule({
  name: "set_fact",
  summary: "Sets variables of the host for the tasks that follow.",
  notes: ["They win over all variables but those given with `-e`, and are forgotten when the run ends."],
  args: { required: [], properties: {}, rest: { type: "any", description: "The variable's value." } },
  acceptsUnknown: true,
  returns: { facts: "The variables that were set." },
  examples: [
    { title: "Keep a text", args: { broker_name: "kafka-1" } },
    { title: "Keep a list and a number", args: { ports: [9092, 9093], replicas: 2 } },
  ],
  decide: (args) => {
    // Arguments are values of the language; only the schema's `any` does not say so.
    const facts = args as ValueMap;
    return { changes: [], result: { facts }, facts };
  },
});
