import { composeValue, envValue, propertiesValue, shellWord } from "../file-formats.ts";
import { Misuse } from "../helper-arguments.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, choice, flag, many, optional, text, texts, whole } from "./parameters.ts";
import { joined, parted, written } from "./writing.ts";

const MAX_SPACES = 1000;
const MAX_COUNT = 1_000_000;
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Functions that compute a string from strings, or take one apart. */
export const STRINGS: readonly LanguageFunction[] = [
  define({
    name: "lower",
    summary: "Converts a string to lower case.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["Main"], result: "main" }],
    run: (value) => value.toLowerCase(),
  }),
  define({
    name: "upper",
    summary: "Converts a string to upper case.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["Main"], result: "MAIN" }],
    run: (value) => value.toUpperCase(),
  }),
  define({
    name: "capitalize",
    summary: "Converts the first character of a string to upper case, and all others to lower case.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["web SERVER"], result: "Web server" }],
    run: capitalized,
  }),
  define({
    name: "title",
    summary: "Converts the first character of each word to upper case, and all others to lower case.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["web-server one"], result: "Web-Server One" }],
    run: (value) => joined(parted(value, /([-\s({[<]+)/).map(capitalized), ""),
  }),
  define({
    name: "trim",
    summary: "Removes white space from both ends of a string, or the characters of a second string.",
    parameters: [text("value"), optional(text("characters"))],
    result: "string",
    examples: [
      { args: [" 42\n"], result: "42" },
      { args: ["/a/b/", "/"], result: "a/b" },
    ],
    run: (value, characters) => (characters === undefined ? value.trim() : trimmed(value, new Set(characters))),
  }),
  define({
    name: "replace",
    summary: "Replaces every occurrence of a substring with another string, or the first ones up to a number.",
    parameters: [text("value"), text("old"), text("new"), optional(whole("count", 0, MAX_COUNT))],
    result: "string",
    examples: [{ args: ["a.b.c", ".", "-"], result: "a-b-c" }],
    run: (value, old, replacement, count) => {
      const parts = parted(value, old);
      if (count === undefined || parts.length <= count + 1) return joined(parts, replacement);
      return joined([...parts.slice(0, count), joined(parts.slice(count), old)], replacement);
    },
  }),
  define({
    name: "split",
    summary:
      "Splits a string at each separator, at most a number of times. Without a separator, splits at white space and leaves out empty parts.",
    parameters: [text("value"), optional(text("separator")), optional(whole("times", 0, MAX_COUNT))],
    result: "list of strings",
    examples: [
      { args: ["a,b,,c", ","], result: ["a", "b", "", "c"] },
      { args: ["  a  b "], result: ["a", "b"] },
    ],
    run: split,
  }),
  define({
    name: "splitlines",
    summary: "Splits a string into its lines, without their ends.",
    parameters: [text("value")],
    result: "list of strings",
    examples: [{ args: ["a\nb\n"], result: ["a", "b"] }],
    run: (value) => {
      const lines = parted(value, LINE_END);
      return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
    },
  }),
  define({
    name: "join",
    summary: "Joins the strings of a list, with a separator between them.",
    parameters: [texts("list"), optional(text("separator"))],
    result: "string",
    examples: [{ args: [["a:1", "b:1"], ","], result: "a:1,b:1" }],
    run: (list, separator = "") => joined(list, separator),
  }),
  define({
    name: "indent",
    summary:
      "Indents every line of a string but the first and empty ones by a number of spaces (4). With `true`, indents the first line, too.",
    parameters: [text("value"), optional(whole("width", 0, MAX_SPACES)), optional(flag("first"))],
    result: "string",
    examples: [{ args: ["a\nb", 5], result: "a\n     b" }],
    run: (value, width = 4, first = false) => {
      const spaces = " ".repeat(width);
      return (first ? spaces : "") + joined(parted(value, /\n(?=[^\n])/), `\n${spaces}`);
    },
  }),
  define({
    name: "comment",
    summary: "Writes a text as a comment in a style: plain (#), erlang (%), c (//), cblock or xml.",
    parameters: [text("value"), optional(choice("style", ["plain", "erlang", "c", "cblock", "xml"]))],
    result: "string",
    examples: [{ args: ["Do not edit.\nReally."], result: "#\n# Do not edit.\n# Really.\n#" }],
    run: comment,
  }),
  define({
    name: "quote",
    summary: "Quotes a string as one word for a POSIX shell.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["/my file"], result: "'/my file'" }],
    run: (value) => written(value, shellWord),
  }),
  define({
    name: "env_value",
    summary:
      "Writes a value into an env file of Docker Compose, which would expand `$` and cut the value at ` #` in plain text.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["a$b"], result: "'a$b'" }],
    run: (value) => written(value, envValue),
  }),
  define({
    name: "compose_value",
    summary:
      "Joins its arguments to one YAML string for a file in which `$` starts a variable, such as a compose file: `$` stands for itself.",
    parameters: [many(text("value"))],
    result: "string",
    examples: [{ args: ["-Dname=", "$x"], result: '"-Dname=$$x"' }],
    run: (values) => written(joined(values, ""), composeValue),
  }),
  define({
    name: "properties_value",
    summary: "Writes a value into a file of Java properties.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["a\\b"], result: "a\\\\b" }],
    run: (value) => written(value, propertiesValue),
  }),
  define({
    name: "string",
    summary: "Writes a number or a boolean as a string.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: [8080], result: "8080" }],
    run: (value) => value,
  }),
  define({
    name: "type_name",
    summary: "Returns the type of a value: string, number, boolean, null, list or map.",
    parameters: [any("value")],
    result: "string",
    examples: [{ args: [[1]], result: "list" }],
    run: (value) => {
      if (value === null) return "null";
      if (typeof value === "object") return Array.isArray(value) ? "list" : "map";
      return typeof value === "bigint" ? "number" : typeof value;
    },
  }),
];

function capitalized(value: string): string {
  const [first = ""] = value;
  return first.toUpperCase() + value.slice(first.length).toLowerCase();
}

function trimmed(value: string, characters: ReadonlySet<string>): string {
  const all = Array.from(value);
  const start = all.findIndex((character) => !characters.has(character));
  if (start < 0) return "";
  return all.slice(start, all.findLastIndex((character) => !characters.has(character)) + 1).join("");
}

function split(value: string, separator?: string, times = Infinity): string[] {
  if (separator === undefined) return parted(value.trim(), /\s+/).filter((part) => part !== "");
  if (separator === "") throw new Misuse("needs a separator that is not empty", 1);
  const parts = parted(value, separator);
  return parts.length <= times + 1 ? parts : [...parts.slice(0, times), parts.slice(times).join(separator)];
}

/** The first line, what each line begins with, and the last line. */
const COMMENTS = {
  plain: ["#", "# ", "#"],
  erlang: ["%", "% ", "%"],
  c: ["//", "// ", "//"],
  cblock: ["/*\n *", " * ", " *\n */"],
  xml: ["<!--\n -", " - ", " -\n-->"],
} as const;

function comment(value: string, style: keyof typeof COMMENTS = "plain"): string {
  const [begin, prefix, end] = COMMENTS[style];
  if (style === "xml" && value.includes("--")) throw new Misuse("cannot write `--` into an XML comment", 0);
  if (style === "cblock" && value.includes("*/")) throw new Misuse("cannot write `*/` into a comment in C", 0);
  const lines = parted(value, "\n").map((line) => `${prefix}${line}`.trimEnd());
  return joined([begin, ...lines, end], "\n");
}
