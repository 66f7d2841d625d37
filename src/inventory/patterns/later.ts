import { compilePattern } from "../../language/pattern/pattern.ts";
import { compileGlob } from "../../model/glob.ts";
import type { Inventory } from "../inventory.ts";
import { readSubscript, splitTerms } from "./terms.ts";

/** Whether tasks may add a host or a group that a term of a pattern means, without its sign. */
export function isLater(term: string, { later }: Pick<Inventory, "later">): boolean {
  if (!later) return false;
  return later.isOpen || [...later.names].some((name) => means(term, name));
}

/** Whether a pattern means hosts that tasks may add. */
export function meansLater(pattern: string, inventory: Pick<Inventory, "later">): boolean {
  return termsOf(pattern).some((term) => isLater(term, inventory));
}

/** Whether a term of a pattern means a host or a group of that name. */
export function matchesTerm(pattern: string, name: string): boolean {
  return termsOf(pattern).some((term) => means(term, name));
}

/** The names in a pattern that are no globs and no regular expressions. */
export function namesOfGroups(pattern: string): string[] {
  return termsOf(pattern)
    .map(nameIn)
    .filter((name) => /^[^~*?[]+$/.test(name));
}

function means(term: string, name: string): boolean {
  const base = nameIn(term);
  if (base === name) return true;
  const compiled = base.startsWith("~") ? compilePattern(`^(?:${base.slice(1)})`) : undefined;
  if (compiled) return compiled.ok && compiled.pattern.test(name);
  return /[*?[]/.test(base) && compileGlob(base, { sets: true })(name);
}

const nameIn = (term: string): string => readSubscript(term)?.base ?? term;

const termsOf = (pattern: string): string[] => splitTerms(pattern).map((term) => term.replace(/^[!&]/, ""));
