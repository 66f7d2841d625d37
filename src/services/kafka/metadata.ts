import { reader, type Reader } from "./reader.ts";
import type { Broker, Partition, Topic } from "./model.ts";

/*
 * Kafka's Metadata request and answer, version 4 (Kafka 0.11 and later). kafkajs has them too, but fails as a whole if one partition
 * of any topic has no leader: just when the user needs to know which partition that is and which brokers are left.
 */
const METADATA = 3;
const VERSION = 4;
const UNKNOWN_TOPIC = 3;

/** Errors of single topics and partitions are part of the result, and leave the rest valid. */
export interface Metadata {
  readonly brokers: readonly Broker[];
  readonly topics: readonly Topic[];
  /** Topics that the broker did not describe, with Kafka's error code. */
  readonly refused: readonly { readonly name: string; readonly code: number }[];
}

/** A request without its length prefix. It never makes a broker create a topic. */
export function metadataRequest(topics: readonly string[] | "all"): Buffer {
  const names = topics === "all" ? [int32(-1)] : [int32(topics.length), ...topics.map(text)];
  const header = [int16(METADATA), int16(VERSION), int32(0), text("provision")];
  return Buffer.concat([...header, ...names, Buffer.from([0])]);
}

/** Parses an answer without its length prefix. Throws a RangeError if it is not a metadata answer. */
export function parseMetadata(answer: Buffer): Metadata {
  const read = reader(answer);
  read.int32(); // correlation id
  read.int32(); // throttle time
  const brokers = read.list(() => {
    const broker = { id: read.int32(), host: read.text() ?? "", port: read.int32() };
    read.text(); // rack
    return broker;
  });
  read.text(); // cluster id
  read.int32(); // controller
  const topics = read.list(() => topic(read));
  return {
    brokers: brokers.sort((a, b) => a.id - b.id),
    topics: topics
      .filter(({ code }) => code === 0)
      .map(({ name, internal, partitions }) => ({ name, internal, partitions })),
    refused: topics
      .filter(({ code }) => code !== 0 && code !== UNKNOWN_TOPIC)
      .map(({ name, code }) => ({ name, code })),
  };
}

function topic(read: Reader): Topic & { code: number } {
  const code = read.int16();
  const name = read.text() ?? "";
  const internal = read.int8() !== 0;
  const partitions = read.list(() => partition(read)).sort((a, b) => a.id - b.id);
  return { code, name, internal, partitions };
}

function partition(read: Reader): Partition {
  read.int16(); // error code: a leader of -1 says the same
  const id = read.int32();
  const leader = read.int32();
  return { id, leader: leader < 0 ? undefined : leader, replicas: read.list(read.int32), isr: read.list(read.int32) };
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}
