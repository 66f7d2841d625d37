import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../../lib/path/args.ts";
import { MODE_ARG } from "../../lib/path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";
import { OPTION_PATTERN } from "./options.ts";

const MEMBER = {
  type: "string",
  description: "A member's name in the archive, or a pattern with *, ? and [abc]; of a folder, also what it contains.",
  minLength: 1,
} as const;

export const UNARCHIVE_ARGS = {
  required: ["src", "dest"],
  properties: {
    src: {
      type: "string",
      source: "file",
      unless: "remote_src",
      archive: true,
      description:
        "The archive: a file in the `files/` folder of the role or the project; with `remote_src`, the full path of a file on the target. Bring one from a URL there with `get_url`.",
    },
    dest: pathArg("The folder on the target into which the archive is unpacked. It must exist."),
    remote_src: {
      type: "boolean",
      description: "The archive is on the target.",
      default: false,
    },
    creates: pathArg(
      "A path on the target. If it exists, nothing is done; if it does not, the archive is unpacked without a comparison.",
    ),
    mode: { ...MODE_ARG, description: `${MODE_ARG.description} Of all members but links.` },
    owner: { ...OWNER_ARG, description: "The owner of all members: a user's name or number." },
    group: { ...GROUP_ARG, description: "The group of all members: a name or a number." },
    include: { type: "array", items: MEMBER, split: true, description: "Unpack only these members." },
    exclude: { type: "array", items: MEMBER, split: true, description: "Leave out these members." },
    extra_opts: {
      type: "array",
      items: {
        type: "string",
        description: "An option.",
        pattern: OPTION_PATTERN,
        rule: "--strip-components=NUMBER or --no-same-owner",
        hint: "Use `include`, `exclude`, `owner`, `group` and `mode`, or a `command` with tar and `creates`.",
      },
      split: true,
      description:
        "Options of tar: --strip-components=NUMBER leaves out the first folders of names, --no-same-owner the archive's owners.",
    },
    list_files: { type: "boolean", description: "Return the names of the members as `files`.", default: false },
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type UnarchiveArgs = ArgsOf<typeof UNARCHIVE_ARGS>;
