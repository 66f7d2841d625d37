import { expect } from "chai";
import { Readable } from "node:stream";
import zlib from "node:zlib";
import { KEPT, readBody } from "../../../src/services/http/body.ts";

const text = Buffer.from("grün ".repeat(1000));
const read = (bytes: Buffer, encoding?: string) => readBody(Readable.from([bytes]), encoding);

describe("services/http/body", () => {
  const encodings: [string, (bytes: Buffer) => Buffer][] = [
    ["gzip", zlib.gzipSync],
    ["x-gzip", zlib.gzipSync],
    ["GZIP ", zlib.gzipSync],
    ["deflate", zlib.deflateSync],
    ["br", zlib.brotliCompressSync],
    ["identity", (bytes) => bytes],
  ];
  for (const [encoding, encode] of encodings) {
    it(`decodes "${encoding}"`, async () => {
      expect(await read(encode(text), encoding)).to.deep.equal({ bytes: text, truncated: false });
    });
  }

  it("returns a body in an unknown encoding as it was sent", async () => {
    expect((await read(text, "zstd")).bytes).to.deep.equal(text);
  });

  it("counts the limit after decompression", async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(KEPT * 20));
    expect(bomb.length).to.be.below(KEPT);
    const { bytes, truncated } = await read(bomb, "gzip");
    expect({ length: bytes.length, truncated }).to.deep.equal({ length: KEPT, truncated: true });
    expect(await read(zlib.gzipSync(Buffer.alloc(KEPT)), "gzip")).to.have.property("truncated", false);
  });

  it("rejects if the body is not what its encoding says, or breaks off", async () => {
    for (const bytes of [text, zlib.gzipSync(text).subarray(0, 40)]) {
      const error: unknown = await read(bytes, "gzip").catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Error);
    }
  });
});
