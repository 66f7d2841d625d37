import type { ArgSchema, ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../lib/path/args.ts";
import { MODE_ARG } from "../lib/path/mode.ts";
import type { PathState } from "../lib/path/state.ts";
import { UNSAFE_LINKS_ARG } from "../lib/path/walk.ts";

const TIME_ARG = {
  type: "string",
  description:
    "`preserve`, `now`, or a time of the target's time zone as YYYYMMDDhhmm.ss. With `state: touch`, the default is `now`, which changes the path in every run; else it is `preserve`.",
  pattern: String.raw`^(preserve|now|\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d(\.[0-5]\d)?)$`,
  rule: "`preserve`, `now`, or a time such as 202612312359.59",
} as const satisfies ArgSchema;

export const FILE_ARGS = {
  required: ["path"],
  shorthand: "path",
  aliases: { dest: "path", name: "path" },
  properties: {
    path: pathArg("The path on the target."),
    state: {
      type: "string",
      description:
        "What the path should be; `file` requires that the file exists already. `touch` also creates an empty file, `hard` another name of the file `src`. By default it stays what it is; with `recurse`, it is `directory`.",
      enum: ["file", "directory", "link", "hard", "touch", "absent"],
    },
    src: {
      type: "string",
      description:
        "With `state: link`: the link's target, exactly as it is stored in the link. With `state: hard`: the path of the file.",
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
    recurse: {
      type: "boolean",
      description:
        "With `state: directory`: set mode, owner and group of everything in the folder, too. Symbolic links in it are neither followed nor changed.",
      default: false,
    },
    force: {
      type: "boolean",
      description: "With `state: link` or `hard`: replace a file, or with `link` an empty folder, that is at the path.",
      default: false,
    },
    follow: {
      type: "boolean",
      description:
        "If the path is a symbolic link, manage what it leads to. Links themselves are meant by `state: link`, `hard` and `absent`.",
      default: true,
    },
    access_time: TIME_ARG,
    modification_time: TIME_ARG,
    mode: MODE_ARG,
    owner: OWNER_ARG,
    group: GROUP_ARG,
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
  needs: [
    { argument: "state", value: "link", oneOf: ["src"] },
    { argument: "state", value: "hard", oneOf: ["src"] },
  ],
} as const satisfies ArgsSchema;

export type PathArgs = ArgsOf<typeof FILE_ARGS>;
type State = NonNullable<PathArgs["state"]>;

/** The arguments with the state that is meant if none is given: what the path is. */
export type StatedArgs = PathArgs & { readonly state: State };

export function stated(args: PathArgs, current: PathState): StatedArgs {
  const isFolder = args.recurse || (typeof current === "object" && current.kind === "directory");
  return { ...args, state: args.state ?? (isFolder ? "directory" : "file") };
}

/** Whether a symbolic link at the path is followed. */
export const followsLink = ({ state, follow }: PathArgs) =>
  follow && state !== "link" && state !== "hard" && state !== "absent";
