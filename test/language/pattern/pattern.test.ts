import { expect } from "chai";
import { compilePattern, matchPattern } from "../../../src/language/pattern/pattern.ts";

function found(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.problem.problem);
  return matchPattern(compiled.pattern, text);
}

describe("language/pattern: matching", () => {
  const cases: readonly (readonly [pattern: string, text: string, found: boolean])[] = [
    ["^(a+)+$", `${"a".repeat(36)}!`, false],
    ["^(a|aa)+$", "aaaa", true],
    [String.raw`^\d{3} \w+\s*$`, "200 OK ", true],
    [String.raw`\bfoo\b`, "a foo b", true],
    [String.raw`\bfoo\b`, "afoob", false],
    [String.raw`end\Z`, "the end", true],
    [String.raw`\\Z`, String.raw`a\Z`, true],
    [String.raw`^\u20ac\x41$`, "€A", true],
    ["(?P<code>[45]xx)", "a 4xx", true],
    ["(?<code>[45]xx)", "a 3xx", false],
    ["(?i)error", "An ERROR", true],
    ["(?m)^b$", "a\nb\nc", true],
    ["^b$", "a\nb\nc", false],
    ["a.b", "a\nb", false],
    ["(?s)a.b", "a\nb", true],
    [".*?x{2,}", "xx", true],
    ["^x{,2}$", "xx", true],
    [String.raw`^[\u20ac\\]+$`, "€", true],
    [String.raw`\p{Lu}`, "Ä", true],
    ["[[:digit:]]", "7", true],
    [String.raw`C:\/a\-b`, "C:/a-b", true],
    ["", "", true],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`${expected ? "finds" : "does not find"} ${pattern} in ${JSON.stringify(text.slice(0, 12))}`, () => {
      expect(found(pattern, text)).to.equal(expected);
    });
  }
});

describe("language/pattern: what is not supported", () => {
  const cases: readonly (readonly [pattern: string, problem: string, hint: string])[] = [
    ["a(?=b)", "look-around, as in `(?=`, is not supported", '!x.matches("b")'],
    ["a(?!b)", "look-around, as in `(?!`", "two conditions"],
    ["(?<=a)b", "look-around, as in `(?<=`", "two conditions"],
    ["(?<!a)b", "look-around, as in `(?<!`", "two conditions"],
    [String.raw`(a)\1`, "a reference back to a group, as in `\\1`", "again"],
    ["(?P<n>a)(?P=n)", "a reference back to a group", "again"],
    ["(?>a+)b", "`(?>` is not supported", "(?:…)"],
    ["a++", "`++` repeats a repetition", "(?:a+)*"],
    ["(?(1)a|b)", "`(?(` is not supported", "conditional"],
    ["(?x) a", "the flag in `(?x` is not supported", "flags i"],
    ["(?#note)a", "comments", "YAML"],
    ["a{1001}", "the repeat count `{1001}`", "up to 1000"],
    ["(?:(?:a?){1000}){1000}", "it is too large", "smaller counts"],
    ["*.txt", "nothing stands before `*`", "not shell globs"],
    ["[a-", "`[` is never closed", String.raw`\[`],
    ["(a", "`(` is never closed", String.raw`\(`],
    ["a)", "`)` closes no open group", String.raw`\)`],
    ["[z-a]", "the range `z-a`", "smaller character first"],
    ["[[:word-ish:]]", "there is no class", String.raw`\w`],
    ["a\\", "it ends with a backslash", String.raw`\\`],
    [String.raw`\K`, "the escape `\\K`", String.raw`\d`],
  ];
  for (const [pattern, problem, hint] of cases) {
    it(`rejects ${pattern}`, () => {
      const compiled = compilePattern(pattern);
      expect(compiled.ok ? undefined : compiled.problem.problem).to.include(problem);
      expect(compiled.ok ? undefined : compiled.problem.hint).to.include(hint);
    });
  }
});
