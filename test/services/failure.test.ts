import { expect } from "chai";
import { failureOf } from "../../src/services/failure.ts";

const error = (fields: object) => Object.assign(new Error("its message"), fields);

describe("services/failure", () => {
  const cases: [string, object, string][] = [
    ["a refused connection", { code: "ECONNREFUSED" }, "unreachable"],
    ["an unknown host name", { code: "ENOTFOUND" }, "unreachable"],
    ["a connection that takes too long", { code: "ETIMEDOUT" }, "timeout"],
    ["a channel that could not connect", { reason: 2 }, "unreachable"],
    ["a channel that the server forbids", { reason: 1 }, "forbidden"],
    ["an untrusted certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "tls"],
    ["a reset connection", { code: "ECONNRESET" }, "lost"],
    ["anything else", {}, "lost"],
  ];
  for (const [title, fields, kind] of cases) {
    it(`classifies ${title}`, () => {
      expect(failureOf(error(fields))).to.deep.equal({ kind, reason: "its message" });
    });
  }

  it("converts other values to strings", () => {
    expect(failureOf("gone")).to.deep.equal({ kind: "lost", reason: "gone" });
  });
});
