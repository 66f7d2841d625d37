import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { GROUP_ARG, MODE_ARG, OWNER_ARG, pathArg } from "../lib/path/args.ts";

export const FILE_ARGS = {
  required: ["path"],
  shorthand: "path",
  properties: {
    path: pathArg("The path on the target."),
    state: {
      type: "string",
      description: "What is to stand there; `file` demands that it is there already.",
      enum: ["file", "directory", "link", "absent"],
      default: "file",
    },
    src: {
      type: "string",
      description: "With `state: link`: where the link leads, as it is to be written in it.",
      minLength: 1,
    },
    mode: MODE_ARG,
    owner: OWNER_ARG,
    group: GROUP_ARG,
  },
} as const satisfies ArgsSchema;

export type PathArgs = ArgsOf<typeof FILE_ARGS>;
