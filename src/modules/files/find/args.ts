import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";

const PATTERN = {
  type: "string",
  description: "A pattern of names, such as *.log.",
  pattern: "^[^/]+$",
  rule: "a pattern without a slash",
} as const;

export const FIND_ARGS = {
  required: ["paths"],
  shorthand: "paths",
  aliases: { path: "paths", name: "paths", pattern: "patterns", exclude: "excludes" },
  properties: {
    paths: {
      type: "array",
      items: pathArg("A folder on the target."),
      minItems: 1,
      split: true,
      description: "The folders.",
    },
    patterns: {
      type: "array",
      items: PATTERN,
      split: true,
      searchIf: "use_regex",
      description: "Find only names that one of these patterns matches: *, ? and [abc] as in a shell.",
    },
    excludes: {
      type: "array",
      items: PATTERN,
      split: true,
      searchIf: "use_regex",
      description: "Leave out names that one of these patterns matches.",
    },
    use_regex: {
      type: "boolean",
      description: "The patterns are regular expressions, of which a match begins where the name begins.",
      default: false,
    },
    file_type: {
      type: "string",
      description: "What to find.",
      enum: ["any", "directory", "file", "link"],
      default: "file",
    },
    recurse: { type: "boolean", description: "Look into the folders in the folders, too.", default: false },
    depth: { type: "integer", description: "With `recurse`: how many levels. 1 is the folder itself.", minimum: 1 },
    hidden: { type: "boolean", description: "Find names that begin with a dot, too.", default: false },
    contains: {
      type: "string",
      regex: true,
      description: "With `file_type: file`: find files of which a line begins with a match of this regular expression.",
    },
    age: {
      type: "string",
      description:
        "Find what is at least so old, or with a minus at most: a number with s, m, h, d or w. Without a letter it is in seconds.",
      pattern: "^-?\\d+[smhdw]?$",
      rule: "a number with s, m, h, d or w, such as 2d",
    },
    age_stamp: {
      type: "string",
      description: "The time that `age` means: of access, of the content, or of content and attributes.",
      enum: ["atime", "mtime", "ctime"],
      default: "mtime",
    },
    size: {
      type: "string",
      description:
        "Find files that are at least so large, or with a minus at most: a number of bytes, or with b, k, m, g or t.",
      pattern: "^-?\\d+[bkmgt]?$",
      rule: "a number with b, k, m, g or t, such as 10m",
    },
    follow: { type: "boolean", description: "Follow symbolic links.", default: false },
  },
} as const satisfies ArgsSchema;

export type FindArgs = ArgsOf<typeof FIND_ARGS>;
