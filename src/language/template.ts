import type { Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";
import type { NameUse, Scope } from "./scope.ts";

/** A compiled Handlebars template. */
export interface Template {
  readonly text: string;
  readonly origin: Origin;
  readonly names: readonly NameUse[];
  /** A lone `{{ path }}` keeps the type of its value; an unknown inside makes the whole unknown. */
  render(scope: Scope): Outcome<Value>;
}
