/** Why a stream to a service failed: a socket of this machine or a channel of the SSH connection. */
export interface Failure {
  readonly kind: "unreachable" | "forbidden" | "timeout" | "tls" | "lost";
  readonly reason: string;
}

/** Reasons for which a server opens no channel (RFC 4254, section 5.1). */
const PROHIBITED = 1;
const CONNECT_FAILED = 2;

const UNREACHABLE = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"];
const TLS = /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

/** Classifies the error of a stream; `reason` is its message. */
export function failureOf(error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: kindOf(field(error, "code"), field(error, "reason")), reason };
}

function kindOf(code: unknown, channel: unknown): Failure["kind"] {
  if (channel === PROHIBITED) return "forbidden";
  if (channel === CONNECT_FAILED) return "unreachable";
  if (typeof code !== "string") return "lost";
  if (UNREACHABLE.includes(code)) return "unreachable";
  if (code === "ETIMEDOUT") return "timeout";
  return TLS.test(code) ? "tls" : "lost";
}

/** A field that only some kinds of errors have. */
export function field(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
}
