import { pureModule } from "../../module/contract.ts";

export const meta = pureModule({
  name: "meta",
  summary: "Runs notified handlers now, ends the play or a role, or resets the connection.",
  notes: [
    "Each host runs a play's tasks at its own pace. `end_play` and `end_batch` end it for the other hosts before their next task.",
    "Handlers that are notified but have not run when a host's play ends stay pending until the next run.",
    "`end_role` ends a role for this host: the rest of its tasks does not run, and neither does its verification. Handlers that it has notified run.",
    "`reset_connection` ends the connection. The next task opens a new one, in which the host knows the user's new groups.",
    "`refresh_inventory` reads the inventory's files again and runs its programs again, once for all hosts. Later plays have the hosts that match then, and all tasks see the new variables. Hosts and groups that tasks have added stay. A play that runs keeps its hosts.",
    "A task with `meta` can be neither a handler nor have a `loop`.",
    "With `run_once`, the condition of the first host decides, and each host of the batch does what `action` says.",
    "Check mode ends the play, too. If it cannot know whether it ends, the tasks that follow are unknown.",
  ],
  args: {
    required: ["action"],
    shorthand: "action",
    properties: {
      action: {
        type: "string",
        enum: [
          "flush_handlers",
          "end_host",
          "end_batch",
          "end_play",
          "end_role",
          "clear_facts",
          "reset_connection",
          "refresh_inventory",
          "noop",
        ],
        description:
          "What to do: run the notified handlers, end the play for this host, for the hosts of the batch (`serial`) or for all, end the role for this host, forget the facts until a play gathers them, end the connection, read the inventory again, or nothing.",
      },
    },
  },
  returns: { action: "The action." },
  examples: [{ title: "Run the notified handlers now", args: { action: "flush_handlers" } }],
  decide: ({ action }) => ({ changes: [], result: { action } }),
});
