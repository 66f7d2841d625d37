import { moduleFault } from "../../errors/catalogue/modules.ts";
import { pureModule } from "../../module/contract.ts";

const PROMPT = "Press Enter to go on.";

export const pause = pureModule({
  name: "pause",
  summary: "Waits for some time, or until somebody presses Enter.",
  notes: [
    "To wait for something, use `wait_for` or `until`: they wait no longer than needed.",
    "Without `seconds` and `minutes` the task waits for Enter, and fails if the run has no terminal. Each host waits for its own Enter, unless the task has `run_once`.",
    "Check mode does not wait.",
  ],
  args: {
    required: [],
    properties: {
      seconds: { type: "number", minimum: 0, description: "How long to wait." },
      minutes: { type: "number", minimum: 0, description: "How long to wait." },
      prompt: { type: "string", minLength: 1, description: "What the user reads meanwhile.", default: PROMPT },
    },
  },
  returns: { delta: "The seconds that it has waited; missing in check mode." },
  examples: [
    { title: "Wait for ten seconds", args: { seconds: 10 } },
    { title: "Wait for somebody who looks", args: { prompt: "Look at the dashboard, then press Enter." } },
  ],
  decide: ({ seconds, minutes, prompt }) => {
    if (seconds !== undefined && minutes !== undefined) return { changes: [], result: {}, fault: TWICE };
    const limit = minutes === undefined ? seconds : minutes * 60;
    const text = limit === undefined || prompt !== PROMPT ? { prompt } : {};
    return { changes: [], result: {}, pause: { ...text, ...(limit !== undefined && { seconds: limit }) } };
  },
});

const TWICE = moduleFault("modules/argument", {
  name: "minutes",
  problem: "cannot be combined with `seconds`",
  write: "Give one of them.",
});
