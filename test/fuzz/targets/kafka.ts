import { Duplex, PassThrough } from "node:stream";
import { exchange } from "../../../src/services/kafka/framed.ts";
import { metadataRequest, parseMetadata } from "../../../src/services/kafka/metadata.ts";
import { openReasons } from "../../../src/services/kafka/reasons.ts";
import { kafkaService } from "../../../src/services/kafka/kafka.ts";
import { metadataAnswer } from "../../services/kafka/fixtures.ts";
import type { Random } from "../random.ts";
import { require, type Target } from "../target.ts";

const ADDRESS = { host: "broker.example", port: 9092 };
/** The API keys and versions whose answers are read along, and the answer of a broker to each. */
const REFUSALS: readonly [Buffer, ...Buffer[]] = [
  // CreateTopics 2: throttle time, one topic, its error 37 with a reason.
  bytesOf(0, 0, 0, 0, 0, 0, 0, 1, 0, 1, "t", 0, 37, 0, 3, "why"),
  // DescribeConfigs 1 and AlterConfigs 1: throttle time, one resource.
  bytesOf(0, 0, 0, 0, 0, 0, 0, 1, 0, 40, 0, 3, "why", 2, 0, 1, "t", 0, 0, 0, 0),
];

/** What a broker sends, damaged: the answers that we parse, and those that kafkajs parses. */
export const kafka: Target = {
  name: "kafka",
  async run(random) {
    metadata(random);
    reasons(random);
    await overConnection(random);
    // kafkajs pauses between its tries, which takes a second.
    if (random.once(400)) await throughKafkajs(random);
  },
};

function metadata(random: Random): void {
  try {
    const { brokers, topics, refused } = parseMetadata(mutated(metadataAnswer, random));
    const ids = [...brokers.map(({ id }) => id), ...topics.flatMap(({ partitions }) => partitions.map(({ id }) => id))];
    require([...ids, ...refused.map(({ code }) => code)].every(Number.isInteger), "an id is no number");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

function reasons(random: Random): void {
  const watched = openReasons();
  const stream = new PassThrough();
  watched.watch(stream);
  const api = random.pick([19, 32, 33, 37]);
  stream.write(Buffer.concat([bytesOf(0, 0, 0, 20, 0, api, 0, random.int(3), 0, 0, 0, 7), Buffer.alloc(12)]));
  const answer = Buffer.concat([bytesOf(0, 0, 0, 7), mutated(random.pick(REFUSALS), random)]);
  stream.emit("data", framed(answer, random));
  require(["string", "undefined"].includes(typeof watched.first()), "a reason is no text");
  watched.clear();
  stream.destroy();
}

async function overConnection(random: Random): Promise<void> {
  const bytes = framed(mutated(metadataAnswer, random), random);
  const request = { ...ADDRESS, request: metadataRequest([]), timeoutMs: 50 };
  const outcome = await exchange(() => broker(() => bytes, random.once(200)), request);
  require(!outcome.ok || outcome.answer.length <= bytes.length, "an answer is longer than what was sent");
}

async function throughKafkajs(random: Random): Promise<void> {
  let count = 0;
  const dial = () => broker((request) => answerTo(request, random, (count += 1)), false);
  const client = kafkaService.open(dial, { bootstrap: ["broker.example:9092"] });
  const outcomes = [
    await client.reader.configs("one"),
    await client.reader.offsets("one"),
    await client.writer.createTopic({ name: "one", configs: {} }),
  ];
  await client.close();
  const codes = outcomes.map((outcome) => (outcome.ok ? "services/" : outcome.faults[0].code));
  require(codes.every((code) => code.startsWith("services/")), `a fault is ${codes.join(", ")}`);
}

/** A whole answer to a request for the versions or for metadata, mostly; noise for the others. */
function answerTo(request: Buffer, random: Random, count: number): Buffer {
  const correlation = request.subarray(8, 12);
  const api = request.length < 12 ? -1 : request.readInt16BE(4);
  const isOurs = api === 3 && request.readInt16BE(6) === 4;
  const body = isOurs
    ? metadataAnswer.subarray(4)
    : api === 18 && random.int(count) < 3
      ? VERSIONS
      : noiseBytes(random);
  return framed(Buffer.concat([correlation, isOurs ? body : mutated(body, random)]), random);
}

/** ApiVersions 0: no error, and versions 0 to 2 of the APIs that an admin client needs. */
const VERSIONS = bytesOf(0, 0, 0, 0, 0, 6, ...[3, 18, 19, 32, 33, 2].flatMap((api) => [0, api, 0, 0, 0, 2]));

/** With its length before it, which sometimes lies. */
function framed(answer: Buffer, random: Random): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(
    random.once(20) ? random.pick([0, 1, 0x7fffffff, 0xffffffff, answer.length + 1]) : answer.length,
  );
  return Buffer.concat([length, answer]);
}

/** A copy with other bytes in a few places, or cut off, or longer. */
function mutated(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let edits = random.int(6); edits > 0 && copy.length > 0; edits--) {
    copy[random.int(copy.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.int(256)]);
  }
  if (random.once(4)) return copy.subarray(0, random.int(copy.length + 1));
  return random.once(8) ? Buffer.concat([copy, noiseBytes(random)]) : copy;
}

function noiseBytes(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.int(60) }, () => random.int(256)));
}

/** A connection to a broker; it closes after the answer, unless it stays open. */
function broker(answer: (request: Buffer) => Buffer, staysOpen: boolean): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      done();
      stream.push(answer(chunk));
      if (!staysOpen) setImmediate(() => stream.destroyed || stream.push(null));
    },
  });
  stream.once("end", () => setImmediate(() => stream.destroy()));
  setImmediate(() => stream.emit("connect"));
  return stream;
}

function bytesOf(...parts: readonly (number | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));
}
