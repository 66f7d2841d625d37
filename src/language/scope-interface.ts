import type { Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";

/** The variables that a template or an expression can read. */
export interface Scope {
  /** The variable's value, evaluated in this scope; undefined if no layer defines it. */
  lookup(name: string): Outcome<Value> | undefined;
  names(): Iterable<string>;
  /** Where the variable's value is written, if a file has it. */
  origin?(name: string): Origin | undefined;
  /** Reads what functions such as `file` name, on the controller. Absent where no task runs. */
  readonly lookups?: Lookups | undefined;
}

/** Text that was read, or why there is none: the end of a sentence that begins with the function's name. */
export type Looked<T> =
  | { readonly is: "found"; readonly value: T }
  /** `isAbsent`: there is no such file. */
  | { readonly is: "problem"; readonly problem: string; readonly isAbsent?: true };

/** What the functions that look something up need of the controller. Names are searched for as those of `copy` and `template` are. */
export interface Lookups {
  readonly file: (name: string) => Looked<string>;
  /** The text of a template, which is compiled and rendered in a scope. */
  readonly template: (name: string, scope: Scope) => Looked<Outcome<Value>>;
  /** The absolute paths of the files that a pattern matches, sorted. */
  readonly fileglob: (pattern: string) => readonly string[];
  /** The absolute path of the first file that exists. */
  readonly firstFound: (names: readonly string[]) => Looked<string>;
  /** The absolute path, without symbolic links as far as it exists. */
  readonly realPath: (path: string) => string;
  /** A variable of the environment that provision runs in. */
  readonly env: (name: string) => string | undefined;
}

/** A call of a function with the literal names of files, one of which must exist. */
export interface FileUse {
  /** The function: `file`, `template`, `first_found`. */
  readonly by: string;
  readonly names: readonly string[];
  /** Where the names are written. */
  readonly origin: Origin;
}

/** A use of a variable: its name and the position of the name. */
export interface NameUse {
  readonly name: string;
  /** The field of it that is read, if the text says which. */
  readonly field?: string;
  readonly origin: Origin;
}
