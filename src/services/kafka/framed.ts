import type { Duplex } from "node:stream";
import type { Dial } from "../../module/contract.ts";
import { type Failure, failureOf } from "../failure.ts";

/** The answer without its length prefix, or why the request failed. */
export type FramedAnswer =
  { readonly ok: true; readonly answer: Buffer } | { readonly ok: false; readonly failure: Failure };

/** The longest possible answer, in bytes; a length read from another protocol, such as "HTTP", exceeds it. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** One request and the broker to send it to. */
export interface FramedRequest {
  readonly host: string;
  readonly port: number;
  readonly request: Buffer;
  /** Milliseconds until the whole answer must have arrived. */
  readonly timeoutMs: number;
}

/** Sends one request after its length (32 bits, big-endian) and reads one answer in the same format, on a new connection. */
export function exchange(dial: Dial, { host, port, request, timeoutMs }: FramedRequest): Promise<FramedAnswer> {
  return new Promise((resolve) => {
    const stream = dial(host, port);
    const done = (framed: FramedAnswer) => {
      clearTimeout(timer);
      stream.destroy();
      resolve(framed);
    };
    const failed = (kind: Failure["kind"], reason: string) => done({ ok: false, failure: { kind, reason } });
    const timer = setTimeout(() => failed("timeout", `no answer within ${timeoutMs / 1000} s`), timeoutMs);
    // Never removed: a late error of an abandoned stream must not end the process.
    stream.on("error", (error) => done({ ok: false, failure: failureOf(error) }));
    stream.on("close", () => failed("lost", "the connection was closed"));
    readAnswer(stream, (answer) => {
      if (answer === undefined) failed("lost", "the server speaks another protocol");
      else done({ ok: true, answer });
    });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(request.length);
    stream.write(Buffer.concat([length, request]));
  });
}

function readAnswer(stream: Duplex, use: (answer: Buffer | undefined) => void): void {
  let bytes = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length < 4) return;
    const length = bytes.readUInt32BE();
    if (length > MAX_LENGTH) use(undefined);
    else if (bytes.length >= length + 4) use(bytes.subarray(4, length + 4));
  });
}
