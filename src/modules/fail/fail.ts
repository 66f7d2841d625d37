import { moduleFault } from "../../errors/catalogue/modules.ts";
import { pureModule } from "../../module/contract.ts";

const MESSAGE = "The task `fail` was reached.";

export const fail = pureModule({
  name: "fail",
  summary: "Fails with a message.",
  notes: [
    "Write it with `when`. To require a condition, `assert` is shorter, and shows the values in it.",
    "It fails in check mode, too. A block can rescue it.",
  ],
  args: {
    required: [],
    shorthand: "msg",
    properties: { msg: { type: "string", description: "The message.", default: MESSAGE } },
  },
  returns: { msg: "The message." },
  examples: [{ title: "Reject a host", args: { msg: "This release needs Debian 12 or newer." } }],
  decide: ({ msg }) => ({ changes: [], result: { msg }, fault: moduleFault("modules/fail", { message: msg }) }),
});
