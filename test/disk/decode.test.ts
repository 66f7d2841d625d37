import { expect } from "chai";
import { decode } from "../../src/disk/decode.ts";

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

/** What is wrong, and `offset line:col`. */
function problem(content: Buffer): string {
  const decoded = decode(content);
  return decoded.is === "text" ? decoded.text : `${decoded.what} ${decoded.offset} ${decoded.line}:${decoded.col}`;
}

describe("disk/decode", () => {
  it("decodes UTF-8, with or without a byte order mark", () => {
    expect(problem(bytes("é€😀\r\n"))).to.equal("é€😀\r\n");
    expect(problem(bytes([0xef, 0xbb, 0xbf], "a"))).to.equal("a");
    expect(problem(bytes("a\uFEFF\uFFFD"))).to.equal("a\uFEFF\uFFFD");
    expect(problem(bytes())).to.equal("");
  });

  const notUtf8: readonly (readonly [string, Buffer, string])[] = [
    ["Latin-1", bytes("a\nb é", [0xe9], "x\n"), "the byte 0xe9, which is not UTF-8 6 2:4"],
    ["a cut sequence at the end", bytes("ab", [0xe2, 0x82]), "the byte 0xe2, which is not UTF-8 2 1:3"],
    ["a continuation byte at the start", bytes([0x80], "a"), "the byte 0x80, which is not UTF-8 0 1:1"],
    ["an encoded surrogate", bytes("a\n", [0xed, 0xa0, 0x80]), "the byte 0xed, which is not UTF-8 2 2:1"],
    ["an overlong slash", bytes("\n\n", [0xc0, 0xaf]), "the byte 0xc0, which is not UTF-8 2 3:1"],
    ["a code point above U+10FFFF", bytes([0xf4, 0x90, 0x80, 0x80]), "the byte 0xf4, which is not UTF-8 0 1:1"],
    ["a NUL byte", bytes("a: b\nc", [0], "d"), "a NUL byte 6 2:2"],
    ["UTF-16 with a mark", bytes([0xff, 0xfe], "a\0"), "UTF-16, not UTF-8 0 1:1"],
    ["UTF-16 without a mark", bytes("a\0b\0"), "UTF-16, not UTF-8 1 1:2"],
    ["big-endian UTF-16 without a mark", bytes("\0a\0b"), "UTF-16, not UTF-8 0 1:1"],
  ];
  for (const [title, content, expected] of notUtf8) {
    it(`names the first bad byte of ${title}`, () => expect(problem(content)).to.equal(expected));
  }
});
