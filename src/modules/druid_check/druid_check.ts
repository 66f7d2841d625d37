import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { type Fault, good, type Outcome } from "../../errors/fault.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import { serviceModule } from "../../module/contract.ts";
import { druidService } from "../../services/druid/druid.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../../services/druid/model.ts";
import { druidTarget } from "../lib/druid/args.ts";
import { DRUID_CHECK_ARGS } from "./args.ts";
import { decideRequirements, settleRequirements } from "../lib/requirements.ts";

/** The lost tasks, or why they could not be read: a value, because with `wait` a worker may still come up. */
type State = Outcome<readonly string[]>;

export const druid_check = serviceModule<typeof DRUID_CHECK_ARGS, State, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_check",
  summary: "Checks that a worker has each task that Druid lists as running.",
  notes: [
    "It changes nothing. Use druid_tasks to end tasks that a worker has lost.",
    "A supervisor whose task is on no worker is reported as running and healthy, but reads nothing.",
  ],
  args: DRUID_CHECK_ARGS,
  returns: { lost: "The ids of the tasks that are on no worker: none, or the task fails." },
  examples: [
    {
      title: "Wait up to two minutes for lost tasks to be replaced",
      args: { url: "http://192.0.2.7:8888", wait: 120 },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe: async (_args, reader) => good(await reader.lostTasks(undefined)),
  decide: (args, state) => decideRequirements(args, { fault: unmet(state), result: resultOf(state), fields: ["lost"] }),
  apply: () => Promise.resolve(good({})),
  settle: {
    check: (args, state) => settleRequirements(args, unmet(state)),
    every: 2,
    timeout: ({ wait }) => wait,
  },
});

function unmet(state: State): Fault | undefined {
  if (!state.ok) return state.faults[0];
  return isNonEmpty(state.value) ? druidFault("services/druid-lost-tasks", { tasks: state.value }) : undefined;
}

function resultOf(state: State): { lost: readonly string[] } {
  return { lost: state.ok ? state.value : [] };
}
