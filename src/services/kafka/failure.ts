import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import { asClause, type Fault } from "../../errors/fault.ts";
import { field } from "../failure.ts";

/** The root cause of a kafkajs error: the broker's answer, or a failed connection. */
export type KafkaFailure =
  | { readonly kind: "leaderless" }
  | { readonly kind: "refused"; readonly type: string; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string };

/** Finds the innermost meaningful error: kafkajs wraps them (for retries, and for several topics in one request). */
export function kafkaFailureOf(error: unknown): KafkaFailure {
  const errors = field(error, "errors");
  if (Array.isArray(errors) && errors.length > 0) return kafkaFailureOf(errors[0]);
  const type = field(error, "type");
  if (type === "LEADER_NOT_AVAILABLE") return { kind: "leaderless" };
  if (typeof type === "string") return { kind: "refused", type, reason: `${messageOf(error)} (${type})` };
  const cause = field(error, "cause");
  if (cause !== undefined && cause !== error) return kafkaFailureOf(cause);
  return { kind: "lost", reason: withBroker(messageOf(error), field(error, "broker")) };
}

/** Whether the broker that answered does not know the topic, while another one may. */
export function isUnknownTopic(error: unknown): boolean {
  const failure = kafkaFailureOf(error);
  return failure.kind === "refused" && failure.type === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** The longest reason to show, in characters. */
const MAX_REASON = 500;

/** The fault for a request that failed to do `what`; `said` is the broker's own reason if it gave one. */
export function faultFrom(what: string, error: unknown, said?: string): Fault {
  const failure = kafkaFailureOf(error);
  switch (failure.kind) {
    case "leaderless":
      return kafkaFault("services/kafka-leaderless", { what });
    case "refused":
      return kafkaFault("services/kafka-refused", { what, reason: refusal(failure, said) });
    case "lost":
      return kafkaFault("services/kafka-failed", { what, reason: failure.reason });
  }
}

function refusal(
  { type, reason }: { readonly type: string; readonly reason: string },
  said: string | undefined,
): string {
  if (said === undefined) return reason;
  return `${asClause(said.replace(/\s+/g, " ").trim().slice(0, MAX_REASON))} (${type})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withBroker(message: string, broker: unknown): string {
  return typeof broker === "string" && !message.includes(broker) ? `${message} (${broker})` : message;
}
