import type { Duplex } from "node:stream";
import type { Dial } from "../../module/contract.ts";
import { type Failure, failureOf } from "../failure.ts";

/** The answer without its length, or why there is none. */
export type Framed = { readonly ok: true; readonly answer: Buffer } | { readonly ok: false; readonly failure: Failure };

/** No answer is longer, in bytes; text such as "HTTP" read as a length is. */
const LONGEST = 64 * 1024 * 1024;

/** One request and whom to ask. */
export interface Question {
  readonly host: string;
  readonly port: number;
  readonly request: Buffer;
  /** Milliseconds in which the whole answer has to be there. */
  readonly within: number;
}

/** Sends one request after its length (32 bits, big-endian) and reads one answer in the same form, on a connection of its own. */
export function ask(dial: Dial, { host, port, request, within }: Question): Promise<Framed> {
  return new Promise((resolve) => {
    const stream = dial(host, port);
    const done = (framed: Framed) => {
      clearTimeout(timer);
      stream.destroy();
      resolve(framed);
    };
    const failed = (kind: Failure["kind"], reason: string) => done({ ok: false, failure: { kind, reason } });
    const timer = setTimeout(() => failed("timeout", `no answer within ${within / 1000} s`), within);
    // Stays: a late error of a stream that is given up must not end the process.
    stream.on("error", (error) => done({ ok: false, failure: failureOf(error) }));
    stream.on("close", () => failed("lost", "the connection was closed"));
    readAnswer(stream, (answer) => {
      if (answer === undefined) failed("lost", "what answers there speaks another protocol");
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
    if (length > LONGEST) use(undefined);
    else if (bytes.length >= length + 4) use(bytes.subarray(4, length + 4));
  });
}
