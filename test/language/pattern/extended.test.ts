import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { extendedPattern } from "../../../src/language/pattern/extended.ts";
import { compilePattern } from "../../../src/language/pattern/pattern.ts";

const LINES = [
  ...["", "a", "A", "7", "42", "a-b", "a_b", "a b", "a\tb", "]", "[", "^", "-", "\\", ".", "{x}", "x{2}", "xx", "xxx"],
  ...["port=8080", "error: 500", "[info] ok", "GET /a/b HTTP/1.1", "a|b", "(a)", "a+b", "$5", "foobar", "foo bar", "ä"],
];

const PATTERNS = [
  ...[String.raw`\d+`, String.raw`^\d{2}$`, String.raw`\D`, String.raw`\w\s\w`, String.raw`^\W$`, String.raw`\S-\S`],
  ...[
    String.raw`[\d.]+`,
    String.raw`[\w-]+`,
    String.raw`[^\s]`,
    String.raw`[\]]`,
    String.raw`[^\]\[]`,
    String.raw`[\^]`,
  ],
  ...[String.raw`[\^-]`, String.raw`[\\]`, String.raw`[a\-]`, "[]a]", "[[:digit:]_]", "[a-f0-9]+$", "[^-^]"],
  ...[String.raw`\bfoo\b`, String.raw`foo\B`, String.raw`\A\w`, String.raw`b\Z`, String.raw`\x41`, String.raw`\$\d`],
  ...[String.raw`port=\d{4}`, "(?:GET|PUT) /a", "(?P<code>500)", "(?m)^foo", ".*?bar", "x{2,}?", "x{,2}y?", "x+?"],
  ...[
    String.raw`\{x\}`,
    "{x}",
    String.raw`x\{2\}`,
    String.raw`\[info\]`,
    String.raw`a\|b`,
    "a|b",
    String.raw`\(a\)`,
    String.raw`a\+b`,
  ],
  ...[String.raw`a\tb`, String.raw`GET\s+\/\w+\/`, String.raw`a\_b`, String.raw`\-`],
];

/** The lines that grep finds. */
function grepped(pattern: string): string[] {
  try {
    const options = {
      input: `${LINES.join("\n")}\n`,
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    } as const;
    return execFileSync("grep", ["-E", "-e", pattern], options).replace(/\n$/, "").split("\n");
  } catch {
    return [];
  }
}

describe("language/pattern/extended", () => {
  for (const pattern of PATTERNS) {
    it(`finds the same lines with grep as with ${pattern}`, () => {
      const extended = extendedPattern(pattern);
      const compiled = compilePattern(pattern);
      if (!extended.ok || !compiled.ok) throw new Error(`rejected: ${pattern}`);
      expect(grepped(extended.text), extended.text).to.deep.equal(LINES.filter((line) => compiled.pattern.test(line)));
    });
  }

  const rejected: readonly (readonly [pattern: string, problem: string])[] = [
    [String.raw`\d(?=a)`, "look-around"],
    [String.raw`(a)\1`, "a reference back"],
    ["(", "never closed"],
    ["(?i)error", "`(?i)` is not supported"],
    [String.raw`a\nb`, "`\\n` is not supported"],
    [String.raw`[\D]`, "`\\D` is not supported"],
    [String.raw`\p{L}`, "`\\p` is not supported"],
  ];
  for (const [pattern, problem] of rejected) {
    it(`rejects ${pattern}`, () => {
      const extended = extendedPattern(pattern);
      expect(extended.ok ? extended.text : extended.problem.problem).to.include(problem);
    });
  }
});
