import { pureModule } from "../../../module/contract.ts";

export const wait_for_connection = pureModule({
  name: "wait_for_connection",
  summary: "Waits until the host can be reached and runs scripts.",
  notes: [
    "Each try opens a new connection. What waiting does not cure, such as a changed host key or a wrong password, fails at once.",
    "A play with this task may begin before the host can be reached. Facts are then read after this task, so tasks before it cannot use them.",
    "Check mode tries once and does not wait.",
  ],
  args: {
    required: [],
    properties: {
      timeout: { type: "number", minimum: 0, description: "The seconds after which the task fails.", default: 600 },
      delay: { type: "number", minimum: 0, description: "The seconds before the first try.", default: 0 },
      sleep: { type: "number", minimum: 0.1, description: "The seconds between two tries.", default: 1 },
      connect_timeout: {
        type: "number",
        minimum: 0,
        description:
          "Accepted for Ansible's playbooks, and has no effect: each try lasts as long as any connection may, see `--timeout`.",
        default: 5,
      },
    },
  },
  returns: { elapsed: "The seconds that it has waited; missing in check mode." },
  examples: [
    { title: "Wait for a new machine", args: { timeout: 300 } },
    { title: "Give a service time to restart the network", args: { delay: 5 } },
  ],
  decide: ({ timeout, delay, sleep: every }) => ({ changes: [], result: {}, connects: { timeout, delay, every } }),
});
