import { expect } from "chai";
import { Readable } from "node:stream";
import zlib from "node:zlib";
import { DecodingError, KEPT, readBody } from "../../../src/services/http/body.ts";

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
    ["", (bytes) => bytes],
    // Without zlib's header, as some servers send it.
    ["deflate", zlib.deflateRawSync],
    ["deflate, identity, gzip", (bytes) => zlib.gzipSync(zlib.deflateSync(bytes))],
    ["gzip,br", (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes))],
  ];
  for (const [encoding, encode] of encodings) {
    it(`decodes "${encoding}"`, async () => {
      expect(await read(encode(text), encoding)).to.deep.equal({ bytes: text, truncated: false });
    });
  }

  it("returns a body in an unknown encoding, or in too many, as it was sent", async () => {
    expect(await read(text, "zstd")).to.deep.equal({ bytes: text, truncated: false, encoded: "zstd" });
    expect(await read(text, "gzip, constructor")).to.have.property("encoded", "gzip, constructor");
    const many = Array.from({ length: 6 }, () => "gzip").join(", ");
    expect(await read(text, many)).to.have.property("encoded", many);
  });

  it("accepts an empty body in any encoding", async () => {
    for (const encoding of ["gzip", "br", "deflate, gzip"]) {
      const outcome = await readBody(Readable.from([]), encoding);
      expect(outcome).to.deep.equal({ bytes: Buffer.alloc(0), truncated: false });
    }
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
      expect(error).to.be.instanceOf(DecodingError);
    }
    for (const bytes of [text, zlib.brotliCompressSync(text).subarray(0, 10)]) {
      const error: unknown = await read(bytes, "br").catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(DecodingError);
    }
  });

  it("rejects with the stream's own error if the connection is lost", async () => {
    const whole = zlib.gzipSync(text);
    const lost = new Error("other side closed");
    const body = Readable.from(
      (function* () {
        yield whole.subarray(0, 30);
        throw lost;
      })(),
    );
    expect(await readBody(body, "gzip").catch((thrown: unknown) => thrown)).to.equal(lost);
  });
});
