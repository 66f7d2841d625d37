import { closeSync, openSync, readSync } from "node:fs";
import { FIELD, parseRecord, RECORD, type Consumed } from "./consumed.ts";

const CHUNK = 1 << 20;
const SEPARATOR = RECORD.charCodeAt(0);

/**
 * The records of a file that Kafka's console consumer has written, one after the other, in the file's order. Throws an Error if
 * the file cannot be read, or at the first text that is not a record.
 */
export function* readDump(file: string): Generator<Consumed> {
  for (const text of chunksOf(file)) {
    if (!text.includes(FIELD)) continue;
    const record = parseRecord(text);
    if (record === undefined) {
      throw new Error(`${file}: not a record in the console consumer's format: ${text.slice(0, 200)}`);
    }
    yield record;
  }
}

/** The parts of a file between the separators of records. A part is complete, so that no character is cut. */
function* chunksOf(file: string): Generator<string> {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let rest: Buffer = Buffer.alloc(0);
    for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
      const data = Buffer.concat([rest, buffer.subarray(0, size)]);
      let from = 0;
      for (let end = data.indexOf(SEPARATOR); end >= 0; end = data.indexOf(SEPARATOR, from)) {
        yield data.toString("utf8", from, end);
        from = end + 1;
      }
      rest = data.subarray(from);
    }
    if (rest.length > 0) yield rest.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
