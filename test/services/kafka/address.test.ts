import { expect } from "chai";
import { formatProblem } from "../../../src/module/text-format.ts";
import { parseAddress, showAddress } from "../../../src/services/kafka/address.ts";

describe("services/kafka/address", () => {
  const cases: [string, string, number][] = [
    ["127.0.0.1:9092", "127.0.0.1", 9092],
    ["kafka-1.internal:1", "kafka-1.internal", 1],
    ["[fd00::1]:9092", "fd00::1", 9092],
  ];
  for (const [text, host, port] of cases) {
    it(`parses and formats ${text}`, () => {
      expect(formatProblem("host-port", text)).to.equal(undefined);
      expect(parseAddress(text)).to.deep.equal({ host, port });
      expect(showAddress({ host, port })).to.equal(text);
    });
  }

  it("accepts nothing else", () => {
    for (const text of ["kafka", "kafka:", ":9092", "PLAINTEXT://a:1", "fd00::1:9092", "a b:1", "a:0", "a:99999"]) {
      expect(formatProblem("host-port", text), text).not.to.equal(undefined);
    }
  });
});
