import { expect } from "chai";
import { failureOf } from "../../src/services/failure.ts";

const error = (fields: object) => Object.assign(new Error("said so"), fields);

describe("services/failure", () => {
  const cases: [string, object, string][] = [
    ["a refused connection", { code: "ECONNREFUSED" }, "unreachable"],
    ["a name that is not known", { code: "ENOTFOUND" }, "unreachable"],
    ["a connection that takes too long", { code: "ETIMEDOUT" }, "timeout"],
    ["a channel whose connection failed", { reason: 2 }, "unreachable"],
    ["a channel that the server forbids", { reason: 1 }, "forbidden"],
    ["a certificate that nobody vouches for", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "tls"],
    ["a connection that is cut", { code: "ECONNRESET" }, "lost"],
    ["anything else", {}, "lost"],
  ];
  for (const [title, fields, kind] of cases) {
    it(`tells ${title}`, () => {
      expect(failureOf(error(fields))).to.deep.equal({ kind, reason: "said so" });
    });
  }

  it("takes what is no error as its text", () => {
    expect(failureOf("gone")).to.deep.equal({ kind: "lost", reason: "gone" });
  });
});
