import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { pathArg } from "../lib/path/args.ts";

const NAME = "^[A-Za-z0-9][A-Za-z0-9_.-]*$";

export const COMPOSE_ARGS = {
  required: ["project_src"],
  properties: {
    project_src: pathArg("The project's folder on the target."),
    files: {
      type: "array",
      description: "The compose files, by their name in the folder; docker-compose.yml unless given.",
      items: { type: "string", description: "A file.", minLength: 1, pattern: "^[^-]" },
      minItems: 1,
    },
    project_name: {
      type: "string",
      description: "The project's name; compose's own choice unless given.",
      pattern: "^[a-z0-9][a-z0-9_-]*$",
    },
    services: {
      type: "array",
      description: "The services that are meant; all unless given.",
      items: { type: "string", description: "A service.", pattern: NAME },
      minItems: 1,
    },
    state: {
      type: "string",
      description: "Running, stopped or removed; `restarted`, for a handler, stops what runs first, every time.",
      enum: ["present", "restarted", "stopped", "absent"],
      default: "present",
    },
    pull: {
      type: "string",
      description: "Whether images that are not there are pulled.",
      enum: ["missing", "never"],
      default: "missing",
    },
    remove_orphans: {
      type: "boolean",
      description: "Remove containers of services that the files no longer have; only where no services are named.",
      default: false,
    },
    remove_volumes: {
      type: "boolean",
      description: "With `absent`: remove the volumes and what is in them, too.",
      default: false,
    },
    wait: { type: "boolean", description: "Wait until the containers run and are healthy.", default: true },
    wait_timeout: {
      type: "integer",
      description: "Seconds that starting, and then waiting, may take.",
      minimum: 1,
      default: 300,
    },
  },
} as const satisfies ArgsSchema;

export type ComposeArgs = ArgsOf<typeof COMPOSE_ARGS>;

export function composeFiles({ files }: ComposeArgs): readonly string[] {
  return files ?? ["docker-compose.yml"];
}

/** The words after `docker` that name the project. */
export function composeWords(args: ComposeArgs): readonly string[] {
  const name = args.project_name === undefined ? [] : ["-p", args.project_name];
  return ["compose", "--ansi", "never", ...name, ...composeFiles(args).flatMap((file) => ["-f", file])];
}
