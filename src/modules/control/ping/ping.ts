import { shellModule } from "../../../module/contract.ts";
import { good } from "../../../errors/fault.ts";
import { NOTHING_TO_READ, NOTHING_TO_WRITE } from "../../lib/no-op.ts";
import { unexpected } from "../../lib/script-output.ts";

export const ping = shellModule({
  name: "ping",
  summary: "Makes sure that the host can be reached and runs scripts as the task's user.",
  notes: ["A host that cannot be reached fails, with the reason. Nothing on it is changed."],
  args: {
    required: [],
    properties: { data: { type: "string", description: "What is returned.", default: "pong" } },
  },
  returns: { ping: "The text of `data`." },
  examples: [
    { title: "Try the connection", args: {} },
    { title: "Return another text", args: { data: "here" } },
  ],
  probe: () => ({
    script: NOTHING_TO_READ,
    parse: (answer) => (answer.exit === 0 ? good(undefined) : unexpected("the host", answer)),
  }),
  decide: ({ data }) => ({ changes: [], result: { ping: data } }),
  apply: () => ({ script: NOTHING_TO_WRITE }),
});
