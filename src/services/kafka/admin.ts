import kafkajs, { type Admin } from "kafkajs";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Dial } from "../../module/contract.ts";
import { faultFrom, kafkaFailureOf } from "./failure.ts";
import type { Address } from "./model.ts";
import { openReasons } from "./reasons.ts";
import { socketFactory } from "./socket.ts";

const CONNECT_MS = 5000;
const ANSWER_MS = 10_000;

/** kafkajs splits addresses at the first colon, so an IPv6 address gets this name. */
const IPV6_SEED = "seed.invalid";

/** kafkajs's admin client: connects on first use, and again after losing its connection. */
export interface AdminConnection {
  /**
   * Runs a request after the earlier ones; `what` completes the fault "Kafka could not …". At the same time, kafkajs would answer one
   * request from the metadata that it fetched for another, which lacks the topic.
   */
  use<T>(what: string, request: (admin: Admin) => Promise<T>): Promise<Outcome<T>>;
  close(): Promise<void>;
}

/** `seed` finds a broker that answers: kafkajs itself would wait for a paused one. */
export function openAdmin(dial: Dial, seed: () => Promise<Outcome<Address>>): AdminConnection {
  let connected: Promise<Admin> | undefined;
  const reasons = openReasons();
  const watched: Dial = (host, port) => {
    const stream = dial(host, port);
    reasons.watch(stream);
    return stream;
  };
  const drop = async () => {
    const admin = await connected?.catch(() => undefined);
    connected = undefined;
    await admin?.disconnect();
  };
  const ask: AdminConnection["use"] = async (what, request) => {
    const address = connected ? undefined : await seed();
    if (address && !address.ok) return address;
    try {
      if (address) connected ??= connect(watched, address.value);
      const admin = await connected;
      reasons.clear();
      return good(await request(admin as Admin));
    } catch (error) {
      if (kafkaFailureOf(error).kind === "lost") await drop();
      return bad(faultFrom(what, error, reasons.first()));
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    use: (what, request) => {
      const outcome = last.then(() => ask(what, request));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    close: drop,
  };
}

async function connect(dial: Dial, seed: Address): Promise<Admin> {
  const ipv6 = seed.host.includes(":");
  const kafka = new kafkajs.Kafka({
    clientId: "provision",
    brokers: [`${ipv6 ? IPV6_SEED : seed.host}:${seed.port}`],
    socketFactory: socketFactory(dial, (address) => (address.host === IPV6_SEED ? seed : address)),
    connectionTimeout: CONNECT_MS,
    requestTimeout: ANSWER_MS,
    retry: { retries: 0 },
    logLevel: kafkajs.logLevel.NOTHING,
    logCreator: () => () => undefined,
  });
  const admin = kafka.admin({ retry: { retries: 3, initialRetryTime: 200 } });
  try {
    await admin.connect();
  } catch (error) {
    await admin.disconnect();
    throw error;
  }
  return admin;
}
