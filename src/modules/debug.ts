import type { Value } from "../model/value.ts";
import { pureModule } from "../module/contract.ts";

export const debug = pureModule({
  name: "debug",
  summary: "Shows a message or a value.",
  args: {
    required: [],
    shorthand: "msg",
    properties: {
      msg: { type: "any", description: "The message." },
      var: {
        type: "any",
        shown: true,
        description: 'A value to show with its structure: "{{ result }}", or `!cel result`.',
      },
    },
    oneOf: [["msg", "var"]],
  },
  acceptsUnknown: true,
  returns: { msg: "The message or value." },
  examples: [
    { title: "Show a message", args: { msg: "Main is up." } },
    { title: "Show a value", args: { var: { listeners: ["9092", "9093"] } } },
  ],
  // Every argument is a `Value`; the schema's `any` types it as `unknown`.
  decide: (args) => ({ changes: [], result: { msg: (args.msg ?? args.var ?? null) as Value } }),
});
