import type { Duplex } from "node:stream";
import { readFrames } from "./frames.ts";
import { reader, type Reader } from "./reader.ts";

/**
 * The brokers' own words about requests that they refused. kafkajs decodes them and then throws an error with a general sentence, so
 * they are read from the bytes of the connection.
 */
export interface Reasons {
  /** Reads along what kafkajs writes to a stream and receives from it. */
  watch(stream: Duplex): void;
  /** Forgets all reasons: a request begins. */
  clear(): void;
  /** The first reason since then. */
  first(): string | undefined;
}

/** How to read the reasons in an answer after its correlation id, by the request's API key; `version` is that of the request. */
const ANSWERS: Readonly<Record<number, (read: Reader, version: number) => readonly (string | undefined)[]>> = {
  // CreateTopics: no reasons before version 1, no throttle time before version 2.
  19: (read, version) => {
    if (version >= 2) read.int32();
    return version === 0 ? [] : read.list(() => topicReason(read));
  },
  // DescribeConfigs: the settings of a resource follow its error, and a request names one resource.
  32: (read) => {
    read.int32();
    return read.int32() > 0 ? [reason(read)] : [];
  },
  // AlterConfigs
  33: (read) => {
    read.int32();
    return read.list(() => resourceReason(read));
  },
  // CreatePartitions
  37: (read) => {
    read.int32();
    return read.list(() => topicReason(read));
  },
};

export function openReasons(): Reasons {
  let found: string[] = [];
  return {
    clear: () => (found = []),
    first: () => found[0],
    watch: (stream) => {
      // Never removed: a late error of an abandoned stream must not end the process.
      stream.on("error", () => undefined);
      const asked = new Map<number, (read: Reader) => readonly (string | undefined)[]>();
      watchRequests(stream, asked);
      watchAnswers(stream, (answer) => {
        const read = reader(answer);
        const texts = asked.get(read.int32())?.(read) ?? [];
        found.push(...texts.filter((text) => text !== undefined && text !== "").map(String));
      });
    },
  };
}

/** Remembers by correlation id how to read the answers. kafkajs writes a whole request at once. */
function watchRequests(stream: Duplex, asked: Map<number, (read: Reader) => readonly (string | undefined)[]>): void {
  const write = stream.write.bind(stream);
  const watched = (chunk: Buffer, encoding: BufferEncoding) => {
    if (chunk.length >= 12) {
      const [api, version] = [chunk.readInt16BE(4), chunk.readInt16BE(6)];
      const answer = ANSWERS[api];
      if (answer) asked.set(chunk.readInt32BE(8), (read) => answer(read, version));
    }
    return write(chunk, encoding);
  };
  Object.assign(stream, { write: watched });
}

/** kafkajs would collect whatever a server sends after a length of gigabytes, so that such a stream is closed. */
function watchAnswers(stream: Duplex, use: (answer: Buffer) => void): void {
  const each = (answer: Buffer) => {
    try {
      use(answer);
    } catch {
      // The answer is not in the expected form: kafkajs reports that.
    }
  };
  readFrames(stream, { each, tooLong: () => stream.destroy(new Error("the server speaks another protocol")) });
}

function topicReason(read: Reader): string | undefined {
  read.text();
  return reason(read);
}

function resourceReason(read: Reader): string | undefined {
  const text = reason(read);
  read.int8();
  read.text();
  return text;
}

function reason(read: Reader): string | undefined {
  const code = read.int16();
  const text = read.text();
  return code === 0 ? undefined : text;
}
