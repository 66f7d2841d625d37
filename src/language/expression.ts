import type { Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";
import type { NameUse, Scope } from "./scope.ts";

/** A compiled CEL expression. */
export interface Expression {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  evaluate(scope: Scope): Outcome<Value>;
}
