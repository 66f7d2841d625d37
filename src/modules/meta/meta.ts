import { pureModule } from "../../module/contract.ts";

export const meta = pureModule({
  name: "meta",
  summary: "Runs notified handlers now, or ends the play.",
  notes: [
    "Each host runs a play's tasks at its own pace. `end_play` and `end_batch` end it for the other hosts before their next task.",
    "Handlers that are notified but have not run when a host's play ends stay pending until the next run.",
    "Check mode ends the play, too. If it cannot know whether it ends, the tasks that follow are unknown.",
  ],
  args: {
    required: ["action"],
    shorthand: "action",
    properties: {
      action: {
        type: "string",
        enum: ["flush_handlers", "end_host", "end_batch", "end_play", "clear_facts", "noop"],
        description:
          "What to do: run the notified handlers, end the play for this host, for the hosts of the batch (`serial`) or for all, forget the facts, or nothing.",
      },
    },
  },
  returns: { action: "The action." },
  examples: [{ title: "Run the notified handlers now", args: { action: "flush_handlers" } }],
  decide: ({ action }) => ({ changes: [], result: { action } }),
});
