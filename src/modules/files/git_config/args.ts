import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const GIT_CONFIG_ARGS = {
  required: ["name"],
  needs: [
    { argument: "state", value: "present", oneOf: ["value"] },
    { argument: "scope", value: "local", oneOf: ["repo"] },
    { argument: "scope", value: "file", oneOf: ["file"] },
  ],
  exclusive: [["repo", "file"]],
  properties: {
    name: {
      type: "string",
      description: "The setting's name.",
      pattern: "^[A-Za-z0-9-]+\\.(?:[^\\n]*\\.)?[A-Za-z][A-Za-z0-9-]*$",
      rule: "the name of a setting of git, such as user.email",
    },
    value: {
      type: ["string", "integer", "boolean"],
      description: "Its value, one line. With `state: absent`, only this value is removed.",
    },
    state: {
      type: "string",
      description: "Whether the setting has the value.",
      enum: ["present", "absent"],
      default: "present",
    },
    add_mode: {
      type: "string",
      description: "Whether the value replaces all others of the setting, or is one more.",
      enum: ["replace-all", "add"],
      default: "replace-all",
    },
    scope: {
      type: "string",
      description:
        "Where it is: for the whole target, for the user that the task acts as, for one repository, or in a file; default: that of `repo` or `file`, else system.",
      enum: ["system", "global", "local", "file"],
    },
    repo: pathArg("The repository, for the scope local."),
    file: pathArg("The file, for the scope file."),
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type GitConfigArgs = ArgsOf<typeof GIT_CONFIG_ARGS>;

/** Where the settings are, and how messages say it. */
export type Place =
  | { readonly scope: "system" | "global"; readonly words: string }
  | { readonly scope: "local" | "file"; readonly path: string; readonly words: string };

export function placeOf({ scope, repo, file }: GitConfigArgs): Place {
  const given = repo ?? file;
  if (given === undefined) {
    return scope === "global" ? { scope, words: "of the user" } : { scope: "system", words: "of the system" };
  }
  const path = normalPath(given);
  return { scope: repo === undefined ? "file" : "local", path, words: `${repo === undefined ? "in" : "of"} ${path}` };
}

/** Whether the scope is another one than that of `repo` or `file`. */
export function contradicts({ scope, repo, file }: GitConfigArgs): boolean {
  if (scope === undefined) return false;
  return (repo !== undefined && scope !== "local") || (file !== undefined && scope !== "file");
}
