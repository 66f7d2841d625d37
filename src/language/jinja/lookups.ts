import type { Argument, Jinja } from "./tree.ts";

/** Ansible's ways to call a lookup. */
export const LOOKUP_WORDS: ReadonlySet<string> = new Set(["lookup", "query", "q"]);

/** The lookups that are functions here, by the names of Ansible's, and whether a last argument stands for what is not found. */
const LOOKUPS: ReadonlyMap<string, boolean> = new Map([
  ["file", false],
  ["template", false],
  ["fileglob", false],
  ["first_found", true],
  ["env", true],
  ["vars", true],
]);

/** A call of a function that replaces a lookup. */
export interface LookupCall {
  readonly name: string;
  readonly args: readonly Jinja[];
}

/** The lookup that an expression calls, by the name of our function; undefined for other expressions and lookups. */
export function lookupName(tree: Jinja): string | undefined {
  if (tree.kind !== "call" || tree.callee.kind !== "name" || !LOOKUP_WORDS.has(tree.callee.name)) return undefined;
  const [plugin] = tree.args;
  const name = plugin?.value.kind === "string" ? plugin.value.text.replace(/^ansible\.builtin\./, "") : "";
  return LOOKUPS.has(name) ? name : undefined;
}

/**
 * `lookup('env', 'X')` as the function `env` with its arguments; undefined for lookups and options that have no counterpart.
 * @param other what stands for a value that is not found, as in `lookup('env', 'X') | default(other)`
 */
export function lookupCall(tree: Jinja, other?: Jinja): LookupCall | undefined {
  const name = lookupName(tree);
  if (name === undefined || tree.kind !== "call") return undefined;
  const [, argument, ...options] = tree.args;
  if (!argument || argument.name !== undefined || options.length > 1 || !options.every(isDefault)) return undefined;
  const stand = other ?? options[0]?.value;
  if (stand && !LOOKUPS.get(name)) return undefined;
  return { name, args: stand ? [argument.value, stand] : [argument.value] };
}

function isDefault({ name }: Argument): boolean {
  return name === "default";
}
