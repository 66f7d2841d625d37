import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const GIT_ARGS = {
  required: ["repo", "dest"],
  aliases: { name: "repo", accept_newhostkey: "accept_hostkey" },
  properties: {
    repo: {
      type: "string",
      description: "The repository: a URL, HOST:PATH or a full path, as seen from the target.",
      pattern: "^[^-\\s][^\\s]*$",
      rule: "a URL, HOST:PATH or a full path, without blanks",
    },
    dest: pathArg("The folder on the target. Missing folders above it are made."),
    version: {
      type: "string",
      description: "A branch, a tag or a commit; HEAD is the repository's default branch.",
      default: "HEAD",
      pattern: "^(?!-)(?!.*(?:\\.\\.|@\\{|//))[^\\s~^:?*\\[\\\\]+$",
      rule: "the name of a branch or tag, or a commit",
    },
    update: { type: "boolean", description: "Fetch new commits into a copy that exists.", default: true },
    force: { type: "boolean", description: "Discard changes of tracked files instead of failing.", default: false },
    depth: { type: "integer", description: "Fetch only so many commits of the history.", minimum: 1 },
    recursive: { type: "boolean", description: "Fetch submodules, too.", default: true },
    key_file: pathArg("The private key on the target with which ssh logs in."),
    accept_hostkey: {
      type: "boolean",
      description:
        "Let ssh remember the key of a host that it does not know. A key that has changed is always refused.",
      default: false,
    },
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type GitArgs = ArgsOf<typeof GIT_ARGS>;

/** The repository in messages: without a login. */
export function shown(repo: string): string {
  return repo.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");
}
