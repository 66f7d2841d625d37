import { expect } from "chai";
import { expectFault, render, rendered } from "./support.ts";

const BIG = 12345678901234567890n;

describe("language/arithmetic", () => {
  const cases: readonly (readonly [text: string, result: number | bigint])[] = [
    ["{{add limit 2}}", 9007199254740993n],
    ["{{sub big big}}", 0],
    ["{{add big 1}}", 12345678901234567891n],
    ["{{mul limit limit}}", 81129638414606663681390495662081n],
    ["{{div big 10}}", 1234567890123456789n],
    ["{{div 7 2}}", 3.5],
    ["{{floor big}}", BIG],
    ["{{floor -2.5}}", -3],
    ["{{max big 1 2.5}}", BIG],
    ["{{min big 1 2.5}}", 1],
    ["{{add 0.5 1}}", 1.5],
  ];
  for (const [text, result] of cases) {
    it(`computes ${text} exactly`, () => {
      expect(rendered(text, { limit: Number.MAX_SAFE_INTEGER, big: BIG })).to.equal(result);
    });
  }

  it("compares integers of any size", () => {
    const values = { big: BIG, same: BIG, more: BIG + 1n };
    expect(rendered("{{eq big same}} {{eq big more}} {{gt more big}} {{lt big 1}}", values)).to.equal(
      "true false true false",
    );
  });

  it("rejects results that no number can hold", () => {
    expectFault(render("{{mul n n}}", { n: 1e200 }), "tasks/main.yaml:10:7", "a number that is too large");
    expectFault(render("{{mul n n}}", { n: 10n ** 200n }), "tasks/main.yaml:10:7", "a number that is too large");
  });
});
