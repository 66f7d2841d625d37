import { expect } from "chai";
import { parseReply, replyResult } from "../../../src/services/http/reply.ts";

function reply(type: string, text: string, truncated = false) {
  const head = { status: 200, headers: { "content-type": type, "set-cookie": ["a=1", "b=2"] } };
  return parseReply(head, { bytes: Buffer.from(text), truncated }, 7);
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

  it("joins repeated headers, except cookies", () => {
    const headers = { vary: ["a", "b"], "set-cookie": "a=1", age: "5" };
    const { headers: joined } = parseReply({ status: 200, headers }, { bytes: Buffer.from(""), truncated: false }, 7);
    expect(joined).to.deep.equal({ vary: "a, b", "set-cookie": ["a=1"], age: "5" });
  });

  it("includes the content in the result on request only", () => {
    const result = { status: 200, json: null, truncated: false, elapsed_ms: 7 };
    const headers = { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] };
    expect(replyResult(reply("text/plain", "hello"), false)).to.deep.equal({ ...result, headers });
    expect(replyResult(reply("text/plain", "hello"), true)).to.deep.equal({ ...result, headers, content: "hello" });
  });
});
