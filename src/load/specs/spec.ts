import type { Pattern } from "../../language/pattern/pattern.ts";
import type { Origin } from "../../model/origin.ts";
import type { Plain } from "../../model/value.ts";

/** Ansible's names of types. A `path` is a string; `raw` is anything. */
export type SpecType = "str" | "int" | "float" | "bool" | "list" | "dict" | "path" | "raw";

export const SPEC_TYPES: readonly string[] = [
  "str",
  "int",
  "float",
  "bool",
  "list",
  "dict",
  "path",
  "raw",
] satisfies readonly SpecType[];

/** What a role's variable must be (meta/argument_specs.yaml). */
export interface VariableSpec {
  readonly type: SpecType;
  /** Where it is declared. */
  readonly origin: Origin;
  readonly required: boolean;
  readonly choices: readonly Plain[] | undefined;
  /** What each item of a list must be. */
  readonly elements: VariableSpec | undefined;
  /** The keys of a map; undefined: any. */
  readonly options: Specs | undefined;
  /** What the whole text must match, and the same in words. */
  readonly format: { readonly pattern: Pattern; readonly words: string } | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Set if the value names a file of the project (in `files/`), which must exist before the run; with the command that creates it. */
  readonly source: { readonly createdBy: string | undefined } | undefined;
  /** Whether messages hide the value. */
  readonly noLog: boolean;
}

/** Specifications by the variable's name, or by the key of a map. */
export type Specs = ReadonlyMap<string, VariableSpec>;
