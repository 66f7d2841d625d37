import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { GROUP_ARG, MODE_ARG, OWNER_ARG, pathArg } from "../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../lib/path/walk.ts";

export const FILE_ARGS = {
  required: ["path"],
  shorthand: "path",
  aliases: { dest: "path", name: "path" },
  properties: {
    path: pathArg("The path on the target."),
    state: {
      type: "string",
      description: "What the path should be; `file` requires that the file exists already.",
      enum: ["file", "directory", "link", "absent"],
      default: "file",
    },
    src: {
      type: "string",
      description: "With `state: link`: the link's target, exactly as it is stored in the link.",
      minLength: 1,
    },
    exclusive: {
      type: "array",
      items: {
        type: "string",
        description: "The name of a file or folder.",
        pattern: "^(?!\\.{1,2}$)[^/\\n]+$",
        rule: "a name without a slash",
      },
      description:
        "With `state: directory`: the names that the folder may contain. Everything else in it is removed, folders with their content.",
    },
    mode: MODE_ARG,
    owner: OWNER_ARG,
    group: GROUP_ARG,
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type PathArgs = ArgsOf<typeof FILE_ARGS>;
