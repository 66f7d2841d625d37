import { pipeline, type Readable, type Transform } from "node:stream";
import zlib from "node:zlib";

/** The most of a body that is kept, in bytes: enough for any status page, and no server can fill the memory. */
export const KEPT = 1024 * 1024;

/** The beginning of a body; `truncated` if there was more. */
export interface BoundedBody {
  readonly bytes: Buffer;
  readonly truncated: boolean;
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: zlib.createGunzip,
  "x-gzip": zlib.createGunzip,
  deflate: zlib.createInflate,
  br: zlib.createBrotliDecompress,
};

/**
 * Reads a body up to KEPT bytes, counted after decompression. `encoding` is its Content-Encoding; a body in an unknown one is
 * returned as it was sent. Rejects if the body is incomplete or not in that encoding.
 */
export async function readBody(body: Readable, encoding: string | undefined): Promise<BoundedBody> {
  const decoder = DECODERS[encoding?.trim().toLowerCase() ?? ""]?.();
  // Iterating over the last stream rejects with any error; the callback is only required.
  const decoded = decoder ? pipeline(body, decoder, () => undefined) : body;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > KEPT) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, KEPT), truncated: size > KEPT };
}
