import type { Settled } from "../../module/contract.ts";
import { unsettled } from "../../services/kafka/responses.ts";
import type { TopicArgs } from "./args.ts";
import type { TopicState } from "./probe.ts";

export function checkTopic({ name, state }: TopicArgs, { topic, disagreed }: TopicState): Settled {
  if (state === "absent") return topic ? { is: "waiting", for: `topic ${name} to be gone` } : { is: "settled" };
  if (!topic) return { is: "waiting", for: `topic ${name} to appear` };
  if (disagreed) return { is: "waiting", for: `topic ${name} to be known to every broker` };
  const [first] = unsettled(topic);
  return first === undefined ? { is: "settled" } : { is: "waiting", for: `topic ${name}: ${first}` };
}
