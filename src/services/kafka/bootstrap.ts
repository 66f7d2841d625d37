import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Dial } from "../../module/contract.ts";
import type { Failure } from "../failure.ts";
import { ask } from "./framed.ts";
import { parseAddress, showAddress } from "./address.ts";
import { type Metadata, metadataRequest, parseMetadata } from "./metadata.ts";
import type { Address, Broker, Silent } from "./model.ts";

/** Milliseconds for one question about metadata: a broker that is well answers in one or two round trips. */
const ANSWER_MS = 5000;

/** The topics to be told about. */
export type Topics = readonly string[] | "all";
type Asked = { readonly ok: true; readonly metadata: Metadata } | { readonly ok: false; readonly failure: Failure };

/** Asks the brokers one after the other until one answers, and starts with that one the next time. */
export interface Bootstrap {
  readonly metadata: (topics: Topics) => Promise<Outcome<Metadata>>;
  /** The address that answered last; finds one where none has yet. */
  readonly seed: () => Promise<Outcome<Address>>;
}

export function openBootstrap(dial: Dial, texts: readonly string[]): Bootstrap {
  let addresses = texts.map(parseAddress);
  const metadata = async (topics: Topics): Promise<Outcome<Metadata>> => {
    const failures: string[] = [];
    for (const address of addresses) {
      const asked = await askBroker(dial, address, topics);
      if (asked.ok) {
        addresses = [address, ...addresses.filter((other) => other !== address)];
        return good(asked.metadata);
      }
      failures.push(`${showAddress(address)}: ${asked.failure.reason}`);
    }
    return bad(kafkaFault("services/kafka-unreachable", { brokers: texts }, { details: failures, missing: true }));
  };
  const seed = async (): Promise<Outcome<Address>> => {
    const answered = await metadata([]);
    const [first] = addresses;
    return answered.ok && first ? good(first) : (answered as Outcome<Address>);
  };
  return { metadata, seed };
}

/** Names the partitions without a leader in a fault that says that there are some; any other fault is handed back as it is. */
export async function nameLeaderless(brokers: Bootstrap, fault: Fault): Promise<Fault> {
  if (fault.code !== "services/kafka-leaderless") return fault;
  const metadata = await brokers.metadata("all");
  if (!metadata.ok) return fault;
  const details = metadata.value.topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ id, leader, replicas }) =>
      leader === undefined ? [`${name}, partition ${id}: on broker ${replicas.join(", ")}`] : [],
    ),
  );
  return { ...fault, details };
}

/** Which of the brokers do not answer: one that is paused or cut off stays listed until its session runs out. */
export async function findSilent(dial: Dial, brokers: readonly Broker[]): Promise<readonly Silent[]> {
  const asked = await Promise.all(brokers.map((broker) => askBroker(dial, broker, [])));
  return brokers.flatMap((broker, index) => {
    const answer = asked[index];
    return answer && !answer.ok ? [{ broker, reason: answer.failure.reason }] : [];
  });
}

async function askBroker(dial: Dial, { host, port }: Address, topics: Topics): Promise<Asked> {
  const framed = await ask(dial, { host, port, request: metadataRequest(topics), within: ANSWER_MS });
  if (!framed.ok) return framed;
  try {
    return { ok: true, metadata: parseMetadata(framed.answer) };
  } catch {
    return { ok: false, failure: { kind: "lost", reason: "what answers there is no Kafka broker" } };
  }
}
