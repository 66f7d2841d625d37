import { expect } from "chai";
import { PassThrough } from "node:stream";
import { openReasons } from "../../../src/services/kafka/reasons.ts";

const int8 = (value: number) => Buffer.from([value]);
const int16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value)]);
const text = (value: string | null) =>
  value === null ? int16(-1) : Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
const frame = (...parts: Buffer[]) => {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([int32(bytes.length), bytes]);
};

const WHY = "Unknown topic config name: retention.msx";

/** The reason found after a request was written and its answer arrived, in chunks of a few bytes. */
function reasonAfter(request: Buffer, answer: Buffer): string | undefined {
  const stream = new PassThrough();
  // What is written does not come back: the answer is another one.
  Object.assign(stream, { write: () => true });
  const reasons = openReasons();
  reasons.watch(stream);
  stream.write(request, "binary");
  for (let at = 0; at < answer.length; at += 3) stream.emit("data", answer.subarray(at, at + 3));
  return reasons.first();
}

const request = (api: number, version: number) => frame(int16(api), int16(version), int32(7), text("provision"));

describe("services/kafka/reasons", () => {
  const created = [int32(1), text("a"), int16(40), text(WHY)];
  const cases: [string, number, number, Buffer[]][] = [
    ["CreateTopics 1", 19, 1, created],
    ["CreateTopics 3", 19, 3, [int32(0), ...created]],
    ["CreatePartitions", 37, 1, [int32(0), int32(1), text("a"), int16(37), text(WHY)]],
    ["AlterConfigs", 33, 1, [int32(0), int32(1), int16(40), text(WHY), int8(2), text("a")]],
    ["DescribeConfigs", 32, 2, [int32(0), int32(1), int16(29), text(WHY), int8(2), text("a"), int32(0)]],
  ];
  for (const [name, api, version, body] of cases) {
    it(`finds the broker's reason in an answer to ${name}`, () => {
      const other = frame(int32(6), int16(3));
      expect(reasonAfter(request(api, version), Buffer.concat([other, frame(int32(7), ...body)]))).to.equal(WHY);
    });
  }

  it("finds none in a good answer, in one without a reason, and in one of another form", () => {
    const good = frame(int32(7), int32(0), int32(1), text("a"), int16(0), text(null));
    const silent = frame(int32(7), int32(0), int32(1), text("a"), int16(40), text(null));
    const broken = frame(int32(7), int32(0), int32(9999));
    for (const answer of [good, silent, broken]) expect(reasonAfter(request(37, 1), answer)).to.equal(undefined);
    expect(reasonAfter(request(19, 0), frame(int32(7), int32(1), text("a"), int16(40)))).to.equal(undefined);
    expect(reasonAfter(request(3, 1), frame(int32(7), int32(0)))).to.equal(undefined);
  });

  it("forgets the reason of an earlier request", () => {
    const reasons = openReasons();
    const stream = new PassThrough();
    Object.assign(stream, { write: () => true });
    reasons.watch(stream);
    stream.write(request(19, 1), "binary");
    stream.emit("data", frame(int32(7), ...created));
    expect(reasons.first()).to.equal(WHY);
    reasons.clear();
    expect(reasons.first()).to.equal(undefined);
  });
});
