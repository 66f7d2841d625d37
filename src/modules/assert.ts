import { moduleFault } from "../errors/catalogue/modules.ts";
import { pureModule } from "../module/contract.ts";

export const assert = pureModule({
  name: "assert",
  summary: "Fails the host when a condition does not hold.",
  args: {
    required: ["that"],
    shorthand: "that",
    properties: {
      that: {
        type: "array",
        description: "Conditions, all of which are to hold.",
        items: { type: "condition", description: "A CEL expression." },
        minItems: 1,
      },
      fail_msg: { type: "string", description: "What to say when one does not hold." },
      success_msg: { type: "string", description: "What to say when all hold." },
    },
  },
  returns: { msg: "What was said." },
  examples: [
    { title: "Check a variable", args: { that: ["1 + 1 == 2"] } },
    { title: "Say why it matters", args: { that: ["size('abc') == 3"], fail_msg: "The name has to have 3 letters." } },
  ],
  decide: ({ that, fail_msg, success_msg }) => {
    const broken = that.filter(({ holds }) => !holds);
    const conditions = broken.map(({ text }) => text);
    if (broken.length === 0) return { changes: [], result: { msg: success_msg ?? "All conditions hold." } };
    const fault = moduleFault(
      "modules/assert-failed",
      { conditions, message: fail_msg },
      { details: broken.flatMap(({ text, seen }) => [`does not hold: ${text}`, ...seen]) },
    );
    return { changes: [], result: { msg: fault.message }, fault };
  },
});
