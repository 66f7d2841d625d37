import type { Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Plain, Value } from "../model/value.ts";
import type { Expression } from "./cel/expression.ts";
import type { Template } from "./template/template.ts";

/** A value as written in YAML, compiled: literals, templates, expressions and secrets in lists and maps, each with its origin. */
export type Tree = Literal | TemplateNode | CelNode | SecretNode | ListTree | MapTree;

/** A scalar without template syntax. */
export interface Literal {
  readonly kind: "literal";
  readonly value: Plain;
  readonly origin: Origin;
}

/** A string with `{{ }}` in it. */
interface TemplateNode {
  readonly kind: "template";
  readonly template: Template;
  readonly origin: Origin;
}

/** A value tagged `!cel`. */
export interface CelNode {
  readonly kind: "cel";
  readonly expression: Expression;
  readonly origin: Origin;
}

/** A value tagged `!secret`, which a program prints. */
export interface SecretNode {
  readonly kind: "secret";
  readonly command: readonly string[];
  /** Runs the program, unless it has run before. */
  readonly read: () => Outcome<Value>;
  readonly origin: Origin;
}

/** A list of compiled values. */
export interface ListTree {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly origin: Origin;
}

/** A map of compiled values. */
export interface MapTree {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}

interface MapEntry {
  /** Where the key is written. */
  readonly origin: Origin;
  readonly value: Tree;
}
