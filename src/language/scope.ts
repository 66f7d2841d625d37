import type { Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";
import type { Tree } from "./tree.ts";

/** A variable's name where it is used. */
export interface NameUse {
  readonly name: string;
  readonly origin: Origin;
}

/** A variable: written in the project (compiled, evaluated when used), or data that is never evaluated. */
export type Variable =
  | { readonly from: "project"; readonly tree: Tree }
  | { readonly from: "data"; readonly value: Value; readonly origin?: Origin };

/** One place where variables come from. */
export interface Layer {
  /** Shown by `provision vars`: "role defaults (kafka)", "group worker", "-e" … */
  readonly name: string;
  readonly variables: ReadonlyMap<string, Variable>;
}

/** What a template or an expression can see. */
export interface Scope {
  /** The variable's value, evaluated in this scope; undefined where no layer has it. */
  lookup(name: string): Outcome<Value> | undefined;
  names(): Iterable<string>;
}
