import type { Dial } from "../../module/contract.ts";
import { type Failure, failureOf } from "../failure.ts";
import { readFrames } from "./frames.ts";

/** The answer without its length prefix, or why the request failed. */
export type FramedAnswer =
  { readonly ok: true; readonly answer: Buffer } | { readonly ok: false; readonly failure: Failure };

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
    readFrames(stream, {
      each: (answer) => done({ ok: true, answer }),
      tooLong: () => failed("lost", "the server speaks another protocol"),
    });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(request.length);
    stream.write(Buffer.concat([length, request]));
  });
}
