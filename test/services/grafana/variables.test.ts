import { expect } from "chai";
import { builtIns, replaced, withVariables } from "../../../src/services/grafana/variables.ts";

const values = new Map<string, string | readonly string[]>([
  ["one", "it's"],
  ["many", ["a", "b"]],
  ["__from", "1767225600123"],
]);

describe("services/grafana/variables", () => {
  const cases: readonly [string, string][] = [
    ["$one ${one} [[one]]", "it's it's it's"],
    ["${one:sqlstring}", "'it''s'"],
    ["${one:singlequote} ${one:doublequote}", String.raw`'it\'s' "it's"`],
    ["$many", "{a,b}"],
    ["${many:csv} ${many:pipe} ${many:json}", 'a,b a|b ["a","b"]'],
    ["(${many:sqlstring})", "('a','b')"],
    ["[[many:raw]]", "a,b"],
    ["${many:nosuch}", "{a,b}"],
    ["${__from} ${__from:date:seconds}", "1767225600123 1767225600"],
    ["${__from:date:iso} ${__from:date}", "2026-01-01T00:00:00.123Z 2026-01-01T00:00:00.123Z"],
    ["$unknown ${unknown:csv} $$ costs $5", "$unknown ${unknown:csv} $$ costs $5"],
  ];
  for (const [text, expected] of cases) {
    it(`replaces ${text}`, () => {
      expect(replaced(text, values)).to.equal(expected);
    });
  }

  it("replaces variables in every string of a query, and nothing else", () => {
    const query = { a: ["$one", 5, null, true], b: { c: "${many:csv}" } };
    expect(withVariables(query, values)).to.deep.equal({ a: ["it's", 5, null, true], b: { c: "a,b" } });
  });

  it("provides the time range and the interval", () => {
    const text = "$__from $__to $__interval $__interval_ms ${__rate_interval} $__range $__range_s $__range_ms";
    expect(replaced(text, builtIns({ from: 1000, to: 61_000 }, 2000))).to.equal("1000 61000 2s 2000 8s 60s 60 60000");
  });
});
