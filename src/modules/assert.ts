import { moduleFault } from "../errors/catalogue/modules.ts";
import { pureModule } from "../module/contract.ts";

export const assert = pureModule({
  name: "assert",
  summary: "Fails if a condition does not hold.",
  args: {
    required: ["that"],
    shorthand: "that",
    aliases: { msg: "fail_msg" },
    properties: {
      that: {
        type: "array",
        description: "The conditions, all of which must hold.",
        items: { type: "condition", description: "A CEL expression." },
        minItems: 1,
      },
      fail_msg: { type: "string", description: "The message if one does not hold." },
      success_msg: { type: "string", description: "The message if all hold." },
      quiet: { type: "boolean", description: "Whether the result has no message if all hold." },
    },
  },
  returns: { msg: "The message; not there if all conditions hold and `quiet` is true." },
  examples: [
    { title: "Check a variable", args: { that: ["1 + 1 == 2"] } },
    {
      title: "Explain the requirement",
      args: { that: ["size('abc') == 3"], fail_msg: "The name must have 3 letters." },
    },
  ],
  decide: ({ that, fail_msg, success_msg, quiet }) => {
    const failed = that.filter(({ holds }) => !holds);
    const conditions = failed.map(({ text }) => text);
    if (failed.length === 0) {
      return { changes: [], result: quiet === true ? {} : { msg: success_msg ?? "All conditions hold." } };
    }
    const fault = moduleFault(
      "modules/assert-failed",
      { conditions, message: fail_msg },
      { details: failed.flatMap(({ text, observed }) => [`does not hold: ${text}`, ...observed]) },
    );
    return { changes: [], result: { msg: fault.message }, fault };
  },
});
