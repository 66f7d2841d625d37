import { requireAllKnown, requireValue } from "../../evaluation-aborted.ts";
import { Misuse } from "../../helper-arguments.ts";
import type { Looked, Lookups, Scope } from "../../scope-interface.ts";
import { defineLookup } from "../define.ts";
import { any, optional, text, texts } from "../parameters.ts";

/** Functions that read files, the environment and variables by name, where provision runs. */
export const LOOKUPS = [
  defineLookup({
    name: "file",
    summary:
      "Reads a text file of the controller, without white space at its end. A relative path is searched for in `files/` of the role and of the project, then in the project.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["motd.txt"], result: "Welcome." }],
    look: (scope, path) => found(lookupsOf(scope).file(path)),
  }),
  defineLookup({
    name: "template",
    summary:
      "Renders a template file of the controller with the variables that the call sees. A relative path is searched for in `templates/` of the role and of the project, then in the project.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["motd.hbs"], result: "Welcome to web1." }],
    look: (scope, path) => requireAllKnown(requireValue(found(lookupsOf(scope).template(path, scope)))),
  }),
  defineLookup({
    name: "fileglob",
    summary:
      "Lists the paths of the controller's files whose names match a pattern with `*`, `?` and `[…]` in its last part, sorted. Folders are left out.",
    parameters: [text("pattern")],
    result: "list of strings",
    examples: [{ args: ["*.txt"], result: ["/site/files/motd.txt"] }],
    look: (scope, pattern) => lookupsOf(scope).fileglob(pattern),
  }),
  defineLookup({
    name: "first_found",
    summary:
      "Returns the path of the first file of a list that exists on the controller: in the folders `files`, `templates`, `vars` and `tasks` of the role, in the role, and in the same places of the project. A second argument stands for none of them.",
    parameters: [texts("paths"), optional(any("default"))],
    result: "string",
    examples: [
      { args: [["debian.txt", "motd.txt"]], result: "/site/files/motd.txt" },
      { args: [["debian.txt"], ""], result: "" },
    ],
    look: (scope, paths, other) => {
      const first = lookupsOf(scope).firstFound(paths);
      return first.is === "problem" && other !== undefined ? other : found(first);
    },
  }),
  defineLookup({
    name: "realpath",
    summary:
      "Returns the absolute path that a path of the controller leads to: without `.`, `..` and symbolic links. What does not exist stays as written. A relative path begins in the project's folder. For a path of a target, use the module stat.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["/site/current"], result: "/site/releases/7" }],
    look: (scope, path) => lookupsOf(scope).realPath(path),
  }),
  defineLookup({
    name: "env",
    summary:
      "Returns a variable of the environment that provision runs in. A second argument stands for one that is not set.",
    parameters: [text("name"), optional(any("default"))],
    result: "string",
    examples: [
      { args: ["HOME"], result: "/home/me" },
      { args: ["EDITOR", "vi"], result: "vi" },
    ],
    look: (scope, name, other) => {
      const value = lookupsOf(scope).env(name) ?? other;
      if (value === undefined) throw new Misuse(`finds no variable \`${name}\` in the environment of provision`, 0);
      return value;
    },
  }),
  defineLookup({
    name: "vars",
    summary: "Returns the variable with a computed name. A second argument stands for one that does not exist.",
    parameters: [text("name"), optional(any("default"))],
    result: "any",
    examples: [{ args: ["port_of_web", 80], result: 80 }],
    look: (scope, name, other) => {
      const outcome = scope.lookup(name);
      if (outcome) return requireAllKnown(requireValue(outcome));
      if (other === undefined) throw new Misuse(`finds no variable \`${name}\``, 0);
      return other;
    },
  }),
];

function lookupsOf({ lookups }: Scope): Lookups {
  if (!lookups) throw new Misuse("can only be used by tasks: the value is needed before the run");
  return lookups;
}

function found<T>(looked: Looked<T>): T {
  if (looked.is === "problem") throw new Misuse(looked.problem, 0);
  return looked.value;
}
