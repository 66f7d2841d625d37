import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { pathArg } from "../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../lib/path/walk.ts";

const NAME = "^[A-Za-z0-9][A-Za-z0-9_.-]*$";

export const COMPOSE_ARGS = {
  required: ["project_src"],
  properties: {
    project_src: pathArg("The project's folder on the target."),
    follow_unsafe_links: UNSAFE_LINKS_ARG,
    files: {
      type: "array",
      description: "The compose files, by name in the folder; default: docker-compose.yml.",
      items: {
        type: "string",
        description: "A file.",
        minLength: 1,
        pattern: "^[^-]",
        rule: "a file name without a dash at its start",
      },
      minItems: 1,
    },
    project_name: {
      type: "string",
      description: "The project's name; default: compose's own choice.",
      pattern: "^[a-z0-9][a-z0-9_-]*$",
      rule: "lower-case letters, digits, `_` and `-`, beginning with a letter or digit",
    },
    services: {
      type: "array",
      description: "The services to manage; default: all.",
      items: {
        type: "string",
        description: "A service.",
        pattern: NAME,
        rule: "the name of a service: letters, digits, `_`, `.` and `-`",
      },
      minItems: 1,
    },
    state: {
      type: "string",
      description: "Running, stopped or removed; `restarted`, for a handler, restarts the containers every time.",
      enum: ["present", "restarted", "stopped", "absent"],
      default: "present",
    },
    pull: {
      type: "string",
      description: "Whether to pull missing images.",
      enum: ["missing", "never"],
      default: "missing",
    },
    remove_orphans: {
      type: "boolean",
      description: "Remove containers of services that are no longer in the files; ignored if `services` is given.",
      default: false,
    },
    remove_volumes: {
      type: "boolean",
      description: "With `absent`: also remove the volumes and their data.",
      default: false,
    },
    wait: { type: "boolean", description: "Wait until the containers are running and healthy.", default: true },
    wait_timeout: {
      type: "integer",
      description: "The time limit in seconds for starting, stopping or removing containers, and again for waiting.",
      minimum: 1,
      default: 300,
    },
  },
} as const satisfies ArgsSchema;

export type ComposeArgs = ArgsOf<typeof COMPOSE_ARGS>;

export function composeFiles({ files }: ComposeArgs): readonly string[] {
  return files ?? ["docker-compose.yml"];
}

/** The words after `docker` that select the project. */
export function composeWords(args: ComposeArgs): readonly string[] {
  const name = args.project_name === undefined ? [] : ["-p", args.project_name];
  return ["compose", "--ansi", "never", ...name, ...composeFiles(args).flatMap((file) => ["-f", file])];
}
