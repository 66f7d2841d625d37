import type { Value } from "../../../model/value.ts";
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
      "Reads a text file of the controller, without white space at its end. A relative path is searched for in `files/` of the role and of the project, then in the project. A second argument stands for a file that does not exist.",
    parameters: [text("path"), optional(any("default"))],
    result: "string",
    files: true,
    examples: [
      { args: ["motd.txt"], result: "Welcome." },
      { args: ["notes.txt", ""], result: "" },
    ],
    look: (scope, path, other) => foundOr(lookupsOf(scope).file(path), other),
  }),
  defineLookup({
    name: "template",
    summary:
      "Renders a template file of the controller with the variables that the call sees. A relative path is searched for in `templates/` of the role and of the project, then in the project. A second argument stands for a file that does not exist.",
    parameters: [text("path"), optional(any("default"))],
    result: "string",
    files: true,
    examples: [
      { args: ["motd.hbs"], result: "Welcome to web1." },
      { args: ["notes.hbs", ""], result: "" },
    ],
    look: (scope, path, other) => {
      const rendered = lookupsOf(scope).template(path, scope);
      return isAbsent(rendered) && other !== undefined ? other : requireAllKnown(requireValue(found(rendered)));
    },
  }),
  defineLookup({
    name: "fileglob",
    summary:
      "Lists the paths of the controller's files whose names match a pattern with `*`, `?` and `[…]` in its last part, sorted. Folders are left out. The list may be empty.",
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
    files: true,
    examples: [
      { args: [["debian.txt", "motd.txt"]], result: "/site/files/motd.txt" },
      { args: [["debian.txt"], ""], result: "" },
    ],
    look: (scope, paths, other) => foundOr(lookupsOf(scope).firstFound(paths), other),
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

/** What was found; `other`, if it is given, for a file that does not exist. */
function foundOr(looked: Looked<string>, other: Value | undefined): Value {
  return isAbsent(looked) && other !== undefined ? other : found(looked);
}

function isAbsent(looked: Looked<unknown>): boolean {
  return looked.is === "problem" && looked.isAbsent === true;
}

function found<T>(looked: Looked<T>): T {
  if (looked.is === "problem") throw new Misuse(looked.problem, 0);
  return looked.value;
}
