import type { ArchiveContent, Content, FolderContent, ReceivedFile } from "./content.ts";
import type { SearchPattern } from "./pattern.ts";
import type { TextFormat } from "./text-format.ts";

interface Described {
  readonly description: string;
}

/**
 * The subset of JSON Schema that describes a module's arguments, and three kinds of value that the engine prepares:
 * - `source`: the name of a file on the controller, or of a folder. The engine finds it (the role's own folder first, then the project's), reads or
 *   renders it, and hands the module its content;
 * - `condition`: a CEL expression. The engine evaluates it and hands the module its text and whether it holds;
 * - `search`: a regular expression. The engine compiles it and hands the module what finds its matches in texts.
 */
export type ArgSchema =
  | (Described & {
      readonly type: "string";
      readonly source?: undefined;
      readonly enum?: readonly string[];
      readonly pattern?: string;
      /** What the pattern requires, in words that follow "must be". */
      readonly rule?: string;
      /** What to write instead of a wrong value; a sentence. */
      readonly hint?: string;
      /** Values that Ansible has and we do not, with what to write instead. */
      readonly unsupportedValues?: Readonly<Record<string, string>>;
      readonly minLength?: number;
      readonly default?: string;
      /** What the text becomes in a request; the engine checks it, also if it is a secret. */
      /**
       * A regular expression with the classes of Python. The engine checks it, and hands the module the extended regular expression of
       * POSIX for it, for `grep -E` on the target.
       */
      readonly regex?: true;
      /** A regular expression of RE2 that the module searches texts with, and its flags: `m` or `s`, or an empty text. */
      readonly search?: "" | "m" | "s";
      /** The text is written instead of what that argument's pattern matches, and may name its groups; with `if`, only if that argument is true. */
      readonly replaces?: { readonly pattern: string; readonly if?: string };
      /** With `search`: texts that are no patterns. The module gets them as they are. */
      readonly except?: readonly string[];
      readonly format?: TextFormat;
      /**
       * The text names a file of the controller that is to become the same as one of the target, or a folder for such files. The module
       * gets a `ReceivedFile`. `from` is the argument with the path on the target, `flat` a boolean one: if it is true, the folder has the
       * files without the names of hosts and folders.
       */
      readonly receives?: { readonly from: string; readonly flat: string };
    })
  | (Described & {
      readonly type: "string";
      readonly source: "file" | "template";
      /** Words follow the file's name, as in a command line; the module gets a `SourceWithWords`. */
      readonly words?: true;
      /** A boolean argument: if it is true, the text is a full path on the target instead, and the module gets it as it is. */
      readonly unless?: string;
      /** The name may be that of a folder: then the module gets a `FolderContent`. */
      readonly folder?: true;
      /** The file is an archive: the module gets an `ArchiveContent`. */
      readonly archive?: true;
    })
  | (Described & {
      readonly type: "integer" | "number";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly default?: number;
    })
  | (Described & { readonly type: "boolean"; readonly default?: boolean })
  | (Described & {
      readonly type: "array";
      readonly items: ArgSchema;
      readonly minItems?: number;
      /** A text is a list, too: it is split at commas, as in Ansible. */
      readonly split?: true;
      /** A boolean argument: if it is true, the texts are regular expressions of RE2, which the engine compiles. */
      readonly searchIf?: string;
    })
  | (Described & {
      readonly type: "object";
      readonly additionalProperties: ArgSchema;
      readonly properties?: undefined;
      /** What the names become in a request. */
      readonly names?: TextFormat;
    })
  | (Described & {
      readonly type: "object";
      readonly properties: Readonly<Record<string, ArgSchema>>;
      readonly required?: readonly string[];
    })
  | (Described & {
      readonly type: readonly ("string" | "integer" | "number" | "boolean" | "null")[];
      readonly format?: TextFormat;
    })
  | (Described & { readonly type: "condition" })
  | (Described & {
      readonly type: "any";
      /** The value is meant to be looked at: a bare name is Ansible's way to name a variable, and would be taken as text. */
      readonly shown?: true;
    });

export interface ArgsSchema {
  readonly properties: Readonly<Record<string, ArgSchema>>;
  readonly required: readonly string[];
  /** The schema of all other arguments; without it an unknown argument is an error. */
  readonly rest?: ArgSchema;
  /** Exactly one argument of each set must be given. */
  readonly oneOf?: readonly (readonly string[])[];
  /** At most one argument of each set may be given. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Arguments that a value of another one requires: at least one of `oneOf`. */
  readonly needs?: readonly Need[];
  /** The argument that `module: string` or `module: [list]` sets: `command: uptime`. */
  readonly shorthand?: string;
  /** Ansible's other names of arguments, which mean the same. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** A file of the project, and the words that follow its name in a command line. */
export interface SourceWithWords {
  readonly line: string;
  readonly content: Content;
  readonly words: readonly string[];
}

/** If the argument has the value, or any if none is named, at least one of some arguments must be given. */
export interface Need {
  readonly argument: string;
  readonly value?: string | boolean;
  readonly oneOf: readonly string[];
}

/** A condition that the engine has evaluated. */
export interface Condition {
  readonly text: string;
  readonly holds: boolean;
  /** The values in it, one per line, if it does not hold. */
  readonly observed: readonly string[];
}

type ScalarOf<T> = T extends "string"
  ? string
  : T extends "integer" | "number"
    ? number
    : T extends "boolean"
      ? boolean
      : null;

type ArgOf<S> = S extends { receives: object }
  ? ReceivedFile
  : S extends { source: "file"; words: true }
    ? SourceWithWords
    : S extends { source: "file"; unless: string }
      ? | (S extends { archive: true } ? ArchiveContent : Content)
        | string
        | (S extends { folder: true } ? FolderContent : never)
      : S extends { source: "file" | "template" }
        ? Content
        : S extends { search: string; except: readonly (infer W)[] }
          ? SearchPattern | W
          : S extends { search: string }
            ? SearchPattern
            : S extends { enum: readonly (infer E)[] }
              ? E
              : S extends { type: readonly (infer T)[] }
                ? ScalarOf<T>
                : S extends { type: "array"; searchIf: string }
                  ? readonly (string | SearchPattern)[]
                  : S extends { type: "array"; items: infer I }
                    ? readonly ArgOf<I>[]
                    : S extends { type: "object"; properties: infer P extends object }
                      ? ObjectOf<P, S extends { required: readonly (infer K)[] } ? K : never>
                      : S extends { type: "object"; additionalProperties: infer V }
                        ? Readonly<Record<string, ArgOf<V>>>
                        : S extends { type: "condition" }
                          ? Condition
                          : S extends { type: "any" }
                            ? unknown
                            : S extends { type: infer T }
                              ? ScalarOf<T>
                              : never;

/** The arguments that always have a value: required, or with a default. */
type Given<P, R> = { [K in keyof P]: K extends R ? K : P[K] extends { default: unknown } ? K : never }[keyof P];
type ObjectOf<P, R> = { readonly [K in Given<P, R>]: ArgOf<P[K]> } & {
  readonly [K in Exclude<keyof P, Given<P, R>>]?: ArgOf<P[K]>;
};

/**
 * The type of the arguments that a module's steps receive, derived from the schema, with defaults filled in. If the compiler does not
 * know the schema's names, every argument is `unknown`.
 */
export type ArgsOf<S extends ArgsSchema> = string extends keyof S["properties"]
  ? Readonly<Record<string, unknown>>
  : ObjectOf<S["properties"], S["required"][number]> &
      (S extends { rest: infer V } ? Readonly<Record<string, ArgOf<V>>> : unknown);
