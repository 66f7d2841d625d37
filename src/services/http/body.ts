import { pipeline, Readable, type Transform } from "node:stream";
import zlib from "node:zlib";

/** The most of a body that is kept, in bytes: enough for any status page, and no server can fill the memory. */
export const KEPT = 1024 * 1024;

/** The most encodings of one body that are decoded: no server uses more than two. */
const MAX_ENCODINGS = 5;

/** The beginning of a body. */
export interface BoundedBody {
  readonly bytes: Buffer;
  /** Whether there was more. */
  readonly truncated: boolean;
  /** The Content-Encoding that could not be decoded: `bytes` are as they were sent. */
  readonly encoded?: string;
}

/** A compressed body is not what its Content-Encoding says, or ends too early. */
export class DecodingError extends Error {}

const DECODERS: Readonly<Record<string, (first: Buffer) => Transform>> = {
  gzip: () => zlib.createGunzip(),
  "x-gzip": () => zlib.createGunzip(),
  // Some servers omit zlib's header, whose first byte always ends with 8.
  deflate: (first) => ((first[0] ?? 8) % 16 === 8 ? zlib.createInflate() : zlib.createInflateRaw()),
  br: () => zlib.createBrotliDecompress(),
};

/**
 * Reads a body up to KEPT bytes, counted after decompression. `encoding` is its Content-Encoding: several are separated by commas, the
 * last one applied first. Rejects with a DecodingError if the body is not in that encoding, or with the stream's error if it is incomplete;
 * `arrived` then holds what was read.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  arrived: Buffer[] = [],
): Promise<BoundedBody> {
  const names = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const encodings = names.filter((name) => name !== "" && name !== "identity");
  const unknown = encodings.length > MAX_ENCODINGS || encodings.some((name) => !Object.hasOwn(DECODERS, name));
  if (unknown) return { ...(await readStart(body, arrived)), encoded: encodings.join(", ") };
  let decoded: AsyncIterable<Buffer> = body;
  for (const name of encodings.reverse()) decoded = decode(decoded, name);
  return readStart(decoded, arrived);
}

async function readStart(body: AsyncIterable<Buffer>, chunks: Buffer[]): Promise<BoundedBody> {
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > KEPT) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, KEPT), truncated: size > KEPT };
}

/** Decodes a body as it is read. An empty one stays empty: the answer to some requests has an encoding but no body. */
async function* decode(body: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const source = body[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  const decoder = DECODERS[encoding]?.(first.value);
  if (!decoder) return;
  try {
    // Iterating over the last stream rejects with any error; the callback is only required.
    yield* pipeline(Readable.from(withFirst(first.value, source)), decoder, () => undefined) as AsyncIterable<Buffer>;
  } catch (error) {
    throw isZlib(error) ? new DecodingError(error.message) : error;
  }
}

async function* withFirst(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function isZlib(error: unknown): error is Error {
  return error instanceof Error && "errno" in error && "code" in error && /^(Z_|ERR_|BROTLI)/i.test(String(error.code));
}
