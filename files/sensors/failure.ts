/**
 * Errors that Kafka would return for the same batch every time. The last five concern sequence numbers: Kafka and the producer
 * disagree on what has been written, and a guess could duplicate or lose records. All others, mostly network failures, are
 * temporary.
 */
const PERMANENT: ReadonlySet<string> = new Set([
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
  "INVALID_TOPIC_EXCEPTION",
  "TOPIC_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "POLICY_VIOLATION",
  "UNSUPPORTED_VERSION",
  "UNSUPPORTED_FOR_MESSAGE_FORMAT",
  "OUT_OF_ORDER_SEQUENCE_NUMBER",
  "DUPLICATE_SEQUENCE_NUMBER",
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "UNKNOWN_PRODUCER_ID",
]);

/** A failure of this program that a retry cannot fix. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}

export function isPermanent(error: unknown): boolean {
  return chain(error).some((link) => link instanceof PermanentError || PERMANENT.has(typeOf(link)));
}

/** The innermost cause in one line, with its type or code if the message lacks it. */
export function describeFailure(error: unknown): string {
  const deepest = chain(error).at(-1);
  if (!(deepest instanceof Error)) return String(deepest);
  const label = typeOf(deepest) || codeOf(deepest);
  const message = (deepest.message || deepest.name).replaceAll(/\s+/g, " ").trim();
  return label === "" || message.includes(label) ? message : `${message} (${label})`;
}

/** kafkajs wraps errors in errors; the innermost one is the cause. */
function chain(error: unknown): unknown[] {
  const links: unknown[] = [error];
  for (let at = error; at instanceof Error && at.cause !== undefined && links.length < 10; at = at.cause) {
    links.push(at.cause);
  }
  return links;
}

function typeOf(error: unknown): string {
  return error instanceof Error && "type" in error && typeof error.type === "string" ? error.type : "";
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
