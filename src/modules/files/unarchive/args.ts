import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg, PATH_PATTERN } from "../../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const UNARCHIVE_ARGS = {
  required: ["src", "dest", "remote_src"],
  properties: {
    src: {
      type: "string",
      description: "The archive, a path on the target.",
      pattern: PATH_PATTERN,
      rule: "an absolute path on the target, without `..`",
      hint: "Bring the archive to the target in an earlier task, a file of the project with `copy`, a URL with `get_url`, and give its path there.",
    },
    dest: pathArg("The folder on the target into which the archive is unpacked. It must exist."),
    remote_src: {
      type: "boolean",
      description:
        "That the archive is on the target; must be `true`. Bring a file of the project there with `copy` in an earlier task.",
    },
    creates: pathArg(
      "A path on the target. If it exists, nothing is done; if it does not, the archive is unpacked without a comparison.",
    ),
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type UnarchiveArgs = ArgsOf<typeof UNARCHIVE_ARGS>;
