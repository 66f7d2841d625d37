import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import type { FileUse, NameUse } from "../scope-interface.ts";
import { indexOf, originOfParsed } from "../position.ts";
import type { Evaluate } from "./frame.ts";
import type { Node } from "./parse.ts";

/** The results of compiling one template so far, and the compiler's position in its nesting. */
export interface Compilation {
  /** The text that is compiled, and the position of its first character. */
  readonly text: string;
  readonly at: Origin;
  readonly names: NameUse[];
  readonly files: FileUse[];
  /** The facts that it reads. */
  readonly facts: Set<string>;
  readonly faults: Fault[];
  /** From the innermost `{{#each}}`, `{{#with}}` or `{{#set}}` outwards. */
  readonly levels: readonly Level[];
  /** Undefined for values of YAML files, which cannot use partials. */
  readonly partials: Partials | undefined;
  /** The partials that are being compiled, outermost first. */
  readonly chain: readonly string[];
  /** The innermost partial: the number of levels outside it, and the names of its arguments. */
  readonly partial: { readonly level: number; readonly arguments: readonly string[] } | undefined;
}

/** The partials that `{{> name}}` can use. */
export interface Partials {
  readonly found: ReadonlyMap<string, { readonly text: string; readonly at: Origin }>;
  /** All names of partials, for hints. */
  readonly names: readonly string[];
}

/** A block whose body has a frame of its own. `set` names values, and leaves the context as it is. */
interface Level {
  readonly kind: "each" | "with" | "set";
  readonly parameters: readonly string[];
}

/** The state before anything is compiled. */
export function newCompilation(text: string, at: Origin, partials?: Partials): Compilation {
  const found = { names: [], files: [], facts: new Set<string>(), faults: [] };
  return { text, at, ...found, levels: [], partials, chain: [], partial: undefined };
}

/** The state inside another `{{#each}}`, `{{#with}}` or `{{#set}}`. */
export function enterLevel(compilation: Compilation, level: Level): Compilation {
  return { ...compilation, levels: [level, ...compilation.levels] };
}

/** The number of levels that `../` can leave: those with a context of their own. */
export function contextsIn(levels: readonly Level[]): number {
  return levels.filter(({ kind }) => kind !== "set").length;
}

/** The origin of a node. */
export function originOf(node: Node, { at, text }: Compilation): Origin {
  return originOfParsed(at, text, node.loc);
}

/** The text of a node as written. */
export function sourceOf(node: Node, { text }: Compilation): string {
  return text.slice(indexOf(text, node.loc.start), indexOf(text, node.loc.end));
}

/** Records a fault; returns a placeholder for the faulty part, which is never evaluated. */
export function recordFault(fault: Fault, { faults }: Compilation): Evaluate {
  faults.push(fault);
  return () => null;
}

/** Records that templates do not support a feature of Handlebars; `instead` is the hint. */
export function unsupported(node: Node, what: string, instead: string, compilation: Compilation): Evaluate {
  const origin = originOf(node, compilation);
  return recordFault(languageFault("language/template-feature", { what, instead }, { origin }), compilation);
}

/** An operand that is always the same value. */
export function constant(value: Value): Evaluate {
  return () => value;
}
