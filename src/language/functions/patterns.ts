import type { Value } from "../../model/value.ts";
import { Misuse } from "../helper-arguments.ts";
import { compilePattern, findMatches, matchPattern, type Match, type Pattern } from "../pattern/pattern.ts";
import { expandReplacement } from "../pattern/replacement.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, optional, text, whole, type Parameter } from "./parameters.ts";
import { joined } from "./writing.ts";

const MAX_COUNT = 1_000_000;

/** Functions with regular expressions, of the syntax of RE2. */
export const PATTERNS: readonly LanguageFunction[] = [
  define({
    name: "matches",
    summary: "Returns whether a regular expression matches anywhere in a string.",
    parameters: [text("value"), pattern("pattern")],
    result: "boolean",
    examples: [{ args: ["node-12", "^node-[0-9]+$"], result: true }],
    run: (value, compiled) => matchPattern(compiled, value),
  }),
  define({
    name: "regex_replace",
    summary:
      "Replaces each match of a regular expression, or the first ones up to a number. `\\1` stands for a group, `\\g<name>` for one with a name.",
    parameters: [text("value"), pattern("pattern"), text("replacement"), optional(whole("count", 1, MAX_COUNT))],
    result: "string",
    examples: [{ args: ["foo.bar", "(\\w+)\\.(\\w+)", "\\2 \\1"], result: "bar foo" }],
    run: replaceMatches,
  }),
  define({
    name: "regex_search",
    summary:
      "Returns the first match of a regular expression, or null. With the number or name of a group, returns the text of that group.",
    parameters: [text("value"), pattern("pattern"), optional(any("group"))],
    result: "string or null",
    examples: [
      { args: ["release 5.10.2", "[0-9.]+"], result: "5.10.2" },
      { args: ["release 5.10.2", "([0-9]+)\\.", 1], result: "5" },
    ],
    run: (value, compiled, group = 0) => {
      const [match] = findMatches(compiled, value, 1);
      return match ? groupOf(match, group, 2) : null;
    },
  }),
  define({
    name: "regex_findall",
    summary:
      "Lists all matches of a regular expression: their texts, the texts of its group, or lists of the texts of its groups.",
    parameters: [text("value"), pattern("pattern")],
    result: "list",
    examples: [
      { args: ["a1 b2", "[a-z][0-9]"], result: ["a1", "b2"] },
      {
        args: ["a=1 b=2", "(\\w)=(\\w)"],
        result: [
          ["a", "1"],
          ["b", "2"],
        ],
      },
    ],
    run: (value, compiled) => findMatches(compiled, value).map(({ groups }) => foundText(groups)),
  }),
  define({
    name: "regex_escape",
    summary: "Escapes a string so that a regular expression with it matches exactly this string.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["a.b*c"], result: "a\\.b\\*c" }],
    run: (value) => value.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"),
  }),
];

function pattern(name: string): Parameter<Pattern> {
  const { read } = text(name);
  return {
    name,
    type: "regular expression",
    read: (value, position) => {
      const compiled = compilePattern(read(value, position));
      if (compiled.ok) return compiled.pattern;
      throw new Misuse(`needs a valid regular expression here: ${compiled.problem.problem}`, position);
    },
  };
}

/** As Python's `re.findall` does. */
function foundText([whole = "", ...groups]: readonly (string | null)[]): Value {
  const [first = "", second] = groups.map((group) => group ?? "");
  if (groups.length === 0) return whole ?? "";
  return second === undefined ? first : groups.map((group) => group ?? "");
}

function groupOf({ groups, named }: Match, group: Value, position: number): string | null {
  const name = typeof group === "string" ? group.replace(/^\\(?:g<(.+)>|(\d+))$/, "$1$2") : group;
  const found =
    typeof name === "number"
      ? groups[name]
      : typeof name === "string"
        ? (named[name] ?? groups[Number(name)])
        : undefined;
  if (found === undefined)
    throw new Misuse("needs the number or the name of a group of the regular expression", position);
  return found;
}

function replaceMatches(value: string, compiled: Pattern, replacement: string, count = Infinity): string {
  const found = findMatches(compiled, value, count);
  const pieces: string[] = [];
  let end = 0;
  for (const match of found) {
    const written = expandReplacement(match, replacement, (group) => groupOf(match, group, 2) ?? "");
    pieces.push(value.slice(end, match.start), written);
    end = match.end;
  }
  return joined([...pieces, value.slice(end)], "");
}
