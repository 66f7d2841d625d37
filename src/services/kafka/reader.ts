/** Reads the fields of a message of Kafka's protocol in order. Throws a RangeError at its end. */
export type Reader = ReturnType<typeof reader>;

export function reader(buffer: Buffer) {
  let at = 0;
  const step = (size: number) => (at += size) - size;
  const int16 = () => buffer.readInt16BE(step(2));
  const int32 = () => buffer.readInt32BE(step(4));
  return {
    int8: () => buffer.readInt8(step(1)),
    int16,
    int32,
    text: () => {
      const size = int16();
      if (size < 0) return undefined;
      const start = step(size);
      if (start + size > buffer.length) throw new RangeError("a text longer than the answer");
      return buffer.toString("utf8", start, start + size);
    },
    list: <T>(item: () => T): T[] => {
      const count = int32();
      if (count > buffer.length) throw new RangeError("a list longer than the answer");
      return Array.from({ length: Math.max(0, count) }, item);
    },
  };
}
