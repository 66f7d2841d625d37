import type { Argument, Jinja } from "./tree.ts";

/** Ansible's ways to call a lookup. */
export const LOOKUP_WORDS: ReadonlySet<string> = new Set(["lookup", "query", "q"]);

/** The lookups that are functions here, by the names of Ansible's. A last argument stands for what is not found. */
const LOOKUPS: ReadonlySet<string> = new Set(["file", "template", "fileglob", "first_found", "env", "vars"]);

/** What stands for no file, as in `lookup('file', 'x', errors='ignore')`. */
const NOTHING: Jinja = { kind: "string", text: "" };

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
  if (!argument || argument.name !== undefined || options.length > 1) return undefined;
  const own = options.map((option) => standIn(option));
  if (own.includes(undefined)) return undefined;
  // fileglob returns an empty list by itself.
  const stand = name === "fileglob" ? undefined : (other ?? own[0]);
  return { name, args: stand ? [argument.value, stand] : [argument.value] };
}

/** What an option says to take for what is not found; undefined for other options. */
function standIn({ name, value }: Argument): Jinja | undefined {
  if (name === "default") return value;
  return name === "errors" && value.kind === "string" && value.text !== "strict" ? NOTHING : undefined;
}
