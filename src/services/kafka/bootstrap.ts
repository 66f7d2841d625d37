import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Dial } from "../../module/contract.ts";
import type { Failure } from "../failure.ts";
import { exchange } from "./framed.ts";
import { parseAddress, showAddress } from "./address.ts";
import { type Metadata, metadataRequest, parseMetadata } from "./metadata.ts";
import type { Address, Broker, SilentBroker } from "./model.ts";

/** Milliseconds for one metadata request: a healthy broker answers in one or two round trips. */
const ANSWER_MS = 5000;

/** The topics to describe. */
export type Topics = readonly string[] | "all";
type MetadataAnswer =
  { readonly ok: true; readonly metadata: Metadata } | { readonly ok: false; readonly failure: Failure };

/** Queries the brokers one after the other until one answers, and starts with that one the next time. */
export interface Bootstrap {
  readonly metadata: (topics: Topics) => Promise<Outcome<Metadata>>;
  /** Queries the brokers and returns the address of the first that answers. */
  readonly seed: () => Promise<Outcome<Address>>;
}

export function openBootstrap(dial: Dial, texts: readonly string[]): Bootstrap {
  let addresses = texts.map(parseAddress);
  const metadata = async (topics: Topics): Promise<Outcome<Metadata>> => {
    const failures: string[] = [];
    for (const address of addresses) {
      const answer = await queryBroker(dial, address, topics);
      if (answer.ok) {
        addresses = [address, ...addresses.filter((other) => other !== address)];
        return good(answer.metadata);
      }
      failures.push(`${showAddress(address)}: ${answer.failure.reason}`);
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

/** Adds the partitions without a leader to a fault about them; returns any other fault unchanged. */
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

/** Finds the brokers that do not answer: a paused or disconnected one stays listed until its session expires. */
export async function findSilent(dial: Dial, brokers: readonly Broker[]): Promise<readonly SilentBroker[]> {
  const answers = await Promise.all(brokers.map((broker) => queryBroker(dial, broker, [])));
  return brokers.flatMap((broker, index) => {
    const answer = answers[index];
    return answer && !answer.ok ? [{ broker, reason: answer.failure.reason }] : [];
  });
}

async function queryBroker(dial: Dial, { host, port }: Address, topics: Topics): Promise<MetadataAnswer> {
  const framed = await exchange(dial, { host, port, request: metadataRequest(topics), timeoutMs: ANSWER_MS });
  if (!framed.ok) return framed;
  try {
    return { ok: true, metadata: parseMetadata(framed.answer) };
  } catch {
    return { ok: false, failure: { kind: "lost", reason: "the server is not a Kafka broker" } };
  }
}
