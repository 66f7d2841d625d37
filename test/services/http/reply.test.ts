import { expect } from "chai";
import { parseReply, replyResult } from "../../../src/services/http/reply.ts";

function reply(type: string, text: string, truncated = false) {
  const head = { status: 200, headers: { "content-type": type, "set-cookie": ["a=1", "b=2"] } };
  return parseReply(head, { bytes: Buffer.from(text), truncated }, 7);
}

function bytesReply(type: string | undefined, bytes: Buffer, truncated = false) {
  return parseReply({ status: 200, headers: { "content-type": type } }, { bytes, truncated }, 7);
}

describe("services/http/reply", () => {
  it("parses JSON if the content type says so", () => {
    expect(reply("application/json; charset=utf-8", '{"n": 1}').json).to.deep.equal({ n: 1 });
    expect(reply("application/problem+json", "[]").json).to.deep.equal([]);
  });

  it("parses no JSON of another type, and none that is invalid or truncated", () => {
    expect(reply("text/plain", "1")).not.to.have.property("json");
    expect(reply("application/json", "{")).not.to.have.property("json");
    expect(reply("application/json", "1", true)).not.to.have.property("json");
  });

  it("says why there is no JSON though the type says so", () => {
    expect(reply("application/json", "{").problem).to.equal(
      "is declared as JSON, but it is not valid JSON (Expected property name or '}' in JSON at position 1)",
    );
    expect(reply("application/json", '{"rows": [1e400]}').problem).to.equal(
      "is declared as JSON, but the number 1e400 at rows[0] cannot be represented exactly",
    );
    expect(reply("application/json", "[".repeat(600) + "]".repeat(600)).problem).to.contain("deeper than 500 levels");
    expect(reply("application/json", "[1", true).problem).to.contain("is longer than 1048576 bytes");
    for (const good of [reply("application/json", "{}"), reply("application/json", ""), reply("text/plain", "{")]) {
      expect(good).not.to.have.property("problem");
    }
  });

  it("parses integers of any size exactly", () => {
    expect(reply("application/json", '{"id": 9007199254740993}').json).to.deep.equal({ id: 9007199254740993n });
  });

  it("parses JSON with a byte order mark, in UTF-8 and UTF-16", () => {
    const bytes = [
      Buffer.from("\uFEFF[1]", "utf8"),
      Buffer.from("\uFEFF[1]", "utf16le"),
      Buffer.from("\uFEFF[1]", "utf16le").swap16(),
    ];
    for (const body of bytes) expect(bytesReply("application/json", body).json).to.deep.equal([1]);
  });

  const charsets: [string, Buffer, string][] = [
    ["text/plain", Buffer.from("grün"), "grün"],
    ["text/plain; charset=utf-8", Buffer.from("\uFEFFgrün"), "grün"],
    ["text/plain; charset=ISO-8859-1", Buffer.from("grün", "latin1"), "grün"],
    ['text/html; x=y; charset="iso-8859-1"', Buffer.from("grün", "latin1"), "grün"],
    ["text/plain; charset=windows-1252", Buffer.from([0x35, 0x80]), "5€"],
    ["text/plain; charset=utf-16le", Buffer.from("grün", "utf16le"), "grün"],
    ["text/plain; charset=latin1", Buffer.from("\uFEFFgrün", "utf16le"), "grün"],
  ];
  for (const [type, bytes, text] of charsets) {
    it(`decodes ${bytes.toString("hex")} as ${type}`, () => {
      const { content, problem } = bytesReply(type, bytes);
      expect({ content, problem }).to.deep.equal({ content: text, problem: undefined });
    });
  }

  it("says that bytes were replaced, or that a character set is unknown", () => {
    const latin1 = Buffer.from("grün", "latin1");
    expect(bytesReply("text/plain", latin1)).to.include({
      content: "gr\uFFFDn",
      problem: "is not valid UTF-8: faulty bytes were replaced by U+FFFD",
    });
    expect(bytesReply("text/plain; charset=klingon", Buffer.from("grün"))).to.include({
      content: "grün",
      problem: "is in the character set klingon, which is unknown: it was read as UTF-8",
    });
    expect(bytesReply(undefined, Buffer.from("a"))).not.to.have.property("problem");
  });

  it("leaves out the part of a character at which a long body was cut", () => {
    const { content, problem } = bytesReply("text/plain", Buffer.from("grün").subarray(0, 3), true);
    expect({ content, problem }).to.deep.equal({ content: "gr", problem: undefined });
  });

  it("says that a body is in an unknown encoding", () => {
    const head = { status: 200, headers: { "content-type": "application/json" } };
    const { problem } = parseReply(head, { bytes: Buffer.from([0x28]), truncated: false, encoded: "zstd" }, 7);
    expect(problem).to.equal("is compressed in an unknown way: zstd");
  });

  it("joins repeated headers, except cookies", () => {
    const headers = { vary: ["a", "b"], "set-cookie": "a=1", age: "5" };
    const { headers: joined } = parseReply({ status: 200, headers }, { bytes: Buffer.from(""), truncated: false }, 7);
    expect(joined).to.deep.equal({ vary: "a, b", "set-cookie": ["a=1"], age: "5" });
  });

  it("includes the content in the result on request only", () => {
    const result = { status: 200, json: null, problem: null, truncated: false, elapsed_ms: 7 };
    const headers = { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] };
    expect(replyResult(reply("text/plain", "hello"), false)).to.deep.equal({ ...result, headers });
    expect(replyResult(reply("text/plain", "hello"), true)).to.deep.equal({ ...result, headers, content: "hello" });
  });
});
