import { findUnknown, type Value } from "../model/value.ts";
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
      warning: {
        type: "boolean",
        description: "Whether the message is also a warning, which the recap repeats and `--strict` counts.",
      },
    },
    oneOf: [["msg", "var"]],
  },
  acceptsUnknown: true,
  returns: { msg: "The message or value." },
  examples: [
    { title: "Show a message", args: { msg: "Main is up." } },
    { title: "Warn", args: { msg: "No window has closed yet.", warning: true } },
    { title: "Show a value", args: { var: { listeners: ["9092", "9093"] } } },
  ],
  decide: (args) => {
    // Every argument is a `Value`; the schema's `any` types it as `unknown`.
    const msg = (args.msg ?? args.var ?? null) as Value;
    const warns = args.warning === true && !findUnknown(msg);
    const text = typeof msg === "string" ? msg : JSON.stringify(msg);
    return { changes: [], result: { msg }, ...(warns && { warnings: [text] }) };
  },
});
