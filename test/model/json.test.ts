import { expect } from "chai";
import { toJson } from "../../src/model/json.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";

const BIG = 12345678901234567890n;

describe("model/json", () => {
  it("writes all digits of a bigint", () => {
    expect(toJson(BIG)).to.equal("12345678901234567890");
    expect(toJson({ a: [1, -BIG], b: {}, c: [] })).to.equal('{"a":[1,-12345678901234567890],"b":{},"c":[]}');
  });

  it("differs from JSON.stringify in nothing else", () => {
    const rest = {
      text: 'a"\u2028',
      no: undefined,
      list: [null, true, {}],
      masked: new Secret("x"),
      later: new Unknown("y"),
    };
    for (const indent of [0, 2]) {
      expect(toJson(rest, indent)).to.equal(JSON.stringify(rest, null, indent));
      const small = JSON.stringify({ n: 5, ...rest }, null, indent);
      expect(toJson({ n: BIG, ...rest }, indent)).to.equal(small.replace("5", String(BIG)));
    }
  });
});
