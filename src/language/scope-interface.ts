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
}

/** A use of a variable: its name and the position of the name. */
export interface NameUse {
  readonly name: string;
  /** The field of it that is read, if the text says which. */
  readonly field?: string;
  readonly origin: Origin;
}
