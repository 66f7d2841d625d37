import type { Value } from "../model/value.ts";
import { pureModule } from "../module/contract.ts";

export const debug = pureModule({
  name: "debug",
  summary: "Shows a text or a value.",
  args: {
    required: [],
    shorthand: "msg",
    properties: {
      msg: { type: "any", description: "What to show." },
      var: { type: "any", description: 'A value to show with its structure: "{{ result }}", or `!cel result`.' },
    },
    oneOf: [["msg", "var"]],
  },
  acceptsUnknown: true,
  returns: { msg: "What was shown." },
  examples: [
    { title: "Say something", args: { msg: "Main is up." } },
    { title: "Show a value", args: { var: { listeners: ["9092", "9093"] } } },
  ],
  // Arguments are values of the language; only the schema's `any` does not say so.
  decide: (args) => ({ changes: [], result: { msg: (args.msg ?? args.var ?? null) as Value } }),
});
