import type { ASTNode } from "@marcbachmann/cel-js";
import { definedTarget } from "./defined.ts";
import { ALL_FACTS } from "../facts/catalogue.ts";
import { FACTS_NAME, factsOf } from "../facts/used.ts";
import { isBuiltIn } from "./environment.ts";
import { children } from "./nodes.ts";

/** A name in an expression's text: `text.slice(start, end)`. */
interface FoundName {
  readonly name: string;
  readonly field?: string;
  readonly start: number;
  readonly end: number;
}

/** Macros that bind a variable, with the numbers of arguments that they take. */
const BINDING: Readonly<Record<string, readonly number[]>> = {
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  map: [2, 3],
};

/**
 * The variables that an expression requires. Omits those that macros bind, and those that the same expression checks with
 * `defined`, because it works without them.
 */
export function namesIn(ast: ASTNode): readonly FoundName[] {
  const { found, optional } = search(ast);
  return found.filter(({ name }) => !optional.has(name));
}

/** The longest plain paths that an expression reads, as written: `found.jobs` in `found.jobs.exists(j, j.ok)`. */
export function pathsIn(ast: ASTNode): readonly string[] {
  return [...search(ast).paths];
}

interface Search {
  readonly bound: ReadonlySet<string>;
  readonly found: FoundName[];
  readonly paths: Set<string>;
  /** Names checked with `defined`, or with a `default`. */
  readonly optional: Set<string>;
}

function search(ast: ASTNode): Search {
  const result: Search = { bound: new Set(), found: [], paths: new Set(), optional: new Set() };
  collect(ast, result);
  return result;
}

function collect(node: ASTNode, search: Search, within = false): void {
  const root = rootOf(node);
  if (root !== undefined && !within && !search.bound.has(root) && !isBuiltIn(root)) {
    search.paths.add(node.input.slice(node.start, node.end));
  }
  if (node.op === "id") {
    const { args: name, start, end } = node;
    if (!search.bound.has(name) && !isBuiltIn(name)) search.found.push({ name, start, end });
    return;
  }
  if (node.op === "call" && node.args[0] === "defined") {
    const target = definedTarget(node.args[1][0]);
    if (target) search.optional.add(target.name);
    return;
  }
  if (node.op === "call" && node.args[0] === "default" && node.args[1][0]) {
    const name = rootOf(node.args[1][0]);
    if (name !== undefined) search.optional.add(name);
  }
  if (node.op === "rcall" && collectBinding(node.args, search)) return;
  const own = fieldOf(node);
  if (own?.of.op === "id" && own.field !== undefined) {
    collectField(own.of, own.field, search);
    return;
  }
  for (const child of children(node)) collect(child, search, root !== undefined);
}

/** A field of a variable. */
function collectField({ args: name, start, end }: Extract<ASTNode, { op: "id" }>, field: string, search: Search): void {
  if (!search.bound.has(name) && !isBuiltIn(name)) search.found.push({ name, field, start, end });
}

/** The variable that a path such as `found.topics[name]` begins with; undefined if the node is not a path. */
function rootOf(node: ASTNode): string | undefined {
  if (node.op === "id") return node.args;
  const isStep = node.op === "." || node.op === ".?" || node.op === "[]" || node.op === "[?]";
  return isStep ? rootOf(node.args[0]) : undefined;
}

/** Handles macros that bind a variable, such as `list.map(x, …)` and `cel.bind(x, value, …)`; returns false for other calls. */
function collectBinding([method, receiver, args]: [string, ASTNode, ASTNode[]], search: Search): boolean {
  const [binder, ...others] = args;
  if (binder?.op !== "id") return false;
  const inside = { ...search, bound: new Set([...search.bound, binder.args]) };
  if (method === "bind" && receiver.op === "id" && receiver.args === "cel") {
    others.forEach((other, index) => collect(other, index === 0 ? search : inside));
    return true;
  }
  if (!BINDING[method]?.includes(args.length)) return false;
  collect(receiver, search);
  for (const other of others) collect(other, inside);
  return true;
}

/** The facts that an expression reads: the field that follows each `facts`. ALL_FACTS if a `facts` is read as a whole. */
export function factsIn(node: ASTNode): readonly string[] {
  const own = fieldOf(node);
  if (own && isFacts(own.of)) return [own.field ?? ALL_FACTS, ...ownerFacts(own.of), ...indexFacts(node)];
  if (isFacts(node)) return [ALL_FACTS, ...children(node).flatMap(factsIn)];
  return definedFacts(node) ?? children(node).flatMap(factsIn);
}

/** A variable or a field named `facts`, or that word as the computed name of one. */
function isFacts(node: ASTNode): boolean {
  if (node.op === "id" || node.op === "value") return node.args === FACTS_NAME;
  return fieldOf(node)?.field === FACTS_NAME;
}

/** A field or an index; without the name if it is computed. */
function fieldOf(node: ASTNode): { readonly of: ASTNode; readonly field: string | undefined } | undefined {
  if (node.op === "." || node.op === ".?") return { of: node.args[0], field: node.args[1] };
  if (node.op !== "[]" && node.op !== "[?]") return undefined;
  const [of, index] = node.args;
  return { of, field: index.op === "value" && typeof index.args === "string" ? index.args : undefined };
}

/** Those in what a `facts` is a field of. */
function ownerFacts(node: ASTNode): readonly string[] {
  const own = fieldOf(node);
  return own ? factsIn(own.of) : [];
}

/** Those in a computed index. */
function indexFacts(node: ASTNode): readonly string[] {
  return node.op === "[]" || node.op === "[?]" ? factsIn(node.args[1]) : [];
}

/** Those in `defined("facts.x")`. */
function definedFacts(node: ASTNode): readonly string[] | undefined {
  if (node.op !== "call" || node.args[0] !== "defined") return undefined;
  const target = definedTarget(node.args[1][0]);
  return target && factsOf([target.name, ...target.fields]);
}
