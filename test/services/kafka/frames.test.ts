import { Duplex } from "node:stream";
import { expect } from "chai";
import { MAX_FRAME, readFrames } from "../../../src/services/kafka/frames.ts";
import { openReasons } from "../../../src/services/kafka/reasons.ts";
import { parseMetadata } from "../../../src/services/kafka/metadata.ts";

const silent = () => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });

function lengthOf(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(size);
  return bytes;
}

describe("services/kafka/frames", () => {
  it("finds the messages however they are split", () => {
    const bytes = Buffer.concat([lengthOf(3), Buffer.from("one"), lengthOf(0), lengthOf(5), Buffer.from("three")]);
    for (let size = 1; size <= bytes.length; size++) {
      const stream = silent();
      const found: string[] = [];
      readFrames(stream, { each: (message) => found.push(message.toString()), tooLong: () => found.push("too long") });
      for (let at = 0; at < bytes.length; at += size) stream.emit("data", bytes.subarray(at, at + size));
      expect(found, `${size} bytes at once`).to.deep.equal(["one", "", "three"]);
    }
  });

  it("copies a long message that arrives in small pieces once, not with each piece", () => {
    const stream = silent();
    let found = 0;
    readFrames(stream, { each: (message) => (found = message.length), tooLong: () => undefined });
    const size = 32 * 1024 * 1024;
    stream.emit("data", lengthOf(size));
    // One copy for each of these pieces would be 256 GB.
    const piece = Buffer.alloc(2048);
    for (let sent = 0; sent < size; sent += piece.length) stream.emit("data", piece);
    expect(found).to.equal(size);
  });

  it("ends a connection whose server announces more than a message can have, before kafkajs collects it", () => {
    const stream = silent();
    openReasons().watch(stream);
    stream.emit("data", lengthOf(MAX_FRAME + 1));
    expect(stream.destroyed).to.equal(true);
    expect(stream.errored?.message).to.equal("the server speaks another protocol");
  });

  it("rejects an answer whose last text is longer than the answer", () => {
    const answer = Buffer.concat([Buffer.alloc(8), lengthOf(0), Buffer.from([0, 9]), Buffer.from("short")]);
    expect(() => parseMetadata(answer)).to.throw(RangeError);
  });
});
