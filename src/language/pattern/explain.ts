/** What is wrong with a pattern: the end of a sentence "This is not a valid regular expression: …", and what to write. */
export interface PatternProblem {
  readonly problem: string;
  readonly hint: string;
}

interface Explanation extends PatternProblem {
  /** Recognizes what RE2 reports: its message, a colon, and the part of the pattern. */
  readonly when: RegExp;
}

const LINEAR = "Patterns are RE2, which takes linear time on any text";

/** `$` in a problem is the part of the pattern, or what the parentheses in `when` match. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: /: (\(\?(?:=|!|<=|<!))/,
    problem: "look-around, as in `$`, is not supported",
    hint: `${LINEAR}: write two conditions instead, as in x.matches("a") && !x.matches("b").`,
  },
  {
    when: /: (?:\\[1-9]|\(\?P=?$|\\k)/,
    problem: "a reference back to a group, as in `$`, is not supported",
    hint: `${LINEAR}: write the group's pattern again, or compare parts of the text with ==.`,
  },
  {
    when: /: \(\?[>(|]/,
    problem: "`$` is not supported",
    hint: `${LINEAR} and never backtracks: write (?:…) instead of an atomic group, and two patterns instead of a conditional one.`,
  },
  {
    when: /: \(\?#/,
    problem: "comments, as in `$`, are not supported",
    hint: "Write the comment in the YAML file, after a #.",
  },
  {
    when: /: \(\?[a-zA-Z-]/,
    problem: "the flag in `$` is not supported",
    hint: "Use only the flags i (any case), m (^ and $ match at each line) and s (. matches a line end), as in (?i)error.",
  },
  {
    when: /: [*+?}]\+|nested repetition operator/,
    problem: "`$` repeats a repetition",
    hint: "Repeat once, or put the inner repetition into a group: (?:a+)*.",
  },
  {
    when: /repeat count/,
    problem: "the repeat count `$` is not valid",
    hint: "Use counts up to 1000, the smaller first: {2,5}. Nested counts multiply.",
  },
  {
    when: /argument to repetition/,
    problem: "nothing stands before `$` that it could repeat",
    hint: String.raw`Write \* for a literal asterisk; patterns are not shell globs: .* matches any text.`,
  },
  {
    when: /closing \]/,
    problem: "`[` is never closed",
    hint: String.raw`Write ] where the set ends, or \[ for a literal bracket.`,
  },
  {
    when: /closing \)/,
    problem: "`(` is never closed",
    hint: String.raw`Write ) where the group ends, or \( for a literal parenthesis.`,
  },
  {
    when: /unexpected \)/,
    problem: "`)` closes no open group",
    hint: String.raw`Remove it, or write \) for a literal parenthesis.`,
  },
  {
    when: /class range: (?:\[:|\\p)/i,
    problem: "there is no class `$`",
    hint: String.raw`Use \d, \w, \s, [[:alpha:]] or a Unicode class such as \p{L}.`,
  },
  {
    when: /class range/,
    problem: "the range `$` is not valid",
    hint: "Write the smaller character first, as in a-z, or the - last.",
  },
  {
    when: /trailing backslash/,
    problem: "it ends with a backslash",
    hint: String.raw`Write \\ for a literal backslash.`,
  },
  {
    when: /escape sequence/,
    problem: "the escape `$` is not supported",
    hint: String.raw`Use \d, \w, \s, \b, \t, \n, \x41 or \p{L}, or the character itself.`,
  },
  { when: /named capture/, problem: "the group name in `$` is not valid", hint: "Write a group without a name: (…)." },
  {
    when: /too large|nests too deeply/,
    problem: "it is too large",
    hint: "Use smaller counts, and fewer groups inside groups.",
  },
];

/** Explains what RE2 reports about a pattern that it does not accept. */
export function explainPattern(error: unknown): PatternProblem {
  const { error: message = String(error), input = "" } = error as { readonly error?: string; readonly input?: string };
  const report = `${message}: ${input}`;
  const found = EXPLANATIONS.find(({ when }) => when.test(report));
  if (error instanceof RangeError) return { problem: "it is too large", hint: "Use fewer groups inside groups." };
  if (!found) return { problem: message, hint: `${LINEAR}: see https://github.com/google/re2/wiki/Syntax.` };
  const part = found.when.exec(report)?.[1] ?? input;
  return { problem: found.problem.replace("$", () => part), hint: found.hint };
}
