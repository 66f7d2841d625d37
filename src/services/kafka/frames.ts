import type { Duplex } from "node:stream";

/** The longest possible message, in bytes; a length read from another protocol, such as "HTTP", exceeds it. */
export const MAX_FRAME = 64 * 1024 * 1024;

interface Use {
  /** Gets each message without its length prefix. */
  readonly each: (message: Buffer) => void;
  /** A message claims to be longer than the longest possible one. Nothing more is read. */
  readonly tooLong: () => void;
}

/** Reads the messages that a stream carries, each after its length (32 bits, big-endian). Each byte is copied once. */
export function readFrames(stream: Duplex, { each, tooLong }: Use): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 4;
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      const bytes = Buffer.concat(chunks, size);
      const length = bytes.readUInt32BE();
      if (length > MAX_FRAME) {
        stream.off("data", onData);
        tooLong();
        return;
      }
      needed = 4 + length;
      chunks = [bytes];
      if (size < needed) return;
      each(bytes.subarray(4, needed));
      chunks = [bytes.subarray(needed)];
      size -= needed;
      needed = 4;
    }
  };
  stream.on("data", onData);
}
