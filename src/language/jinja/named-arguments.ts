import type { Argument, Jinja } from "./tree.ts";

/** The parameters of Jinja's and Ansible's filters, in order. `default` is often called with `value`. */
const PARAMETERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  default: [["default_value", "value"], ["boolean"]],
  d: [["default_value", "value"], ["boolean"]],
  join: [["d", "separator"], ["attribute"]],
  replace: [["old"], ["new"], ["count"]],
  regex_replace: [["pattern"], ["replacement"]],
  indent: [["width"], ["first"], ["blank"]],
  hash: [["hashtype"]],
  int: [["default"], ["base"]],
  float: [["default"]],
  trim: [["chars"]],
  split: [["sep"]],
  ternary: [["true_val"], ["false_val"], ["none_val"]],
  flatten: [["levels"]],
  to_nice_json: [["indent"]],
  combine: [["other"], ["recursive"]],
  groupby: [["attribute"]],
  sum: [["attribute"]],
  regex_search: [["pattern"]],
  regex_findall: [["pattern"]],
  password_hash: [["hashtype"], ["salt"]],
  to_nice_yaml: [["indent"]],
  items2dict: [["key_name"], ["value_name"]],
  round: [["precision"]],
  comment: [["style"]],
  search: [["pattern"]],
  match: [["pattern"]],
  regex: [["pattern"]],
};

const EMPTY: Jinja = { kind: "string", text: "" };

/**
 * The arguments of a filter or test by position. Undefined if a named one has no position, so that the call cannot be translated:
 * to take it for the first would mean something else.
 */
export function positional(name: string, args: readonly Argument[]): readonly Argument[] | undefined {
  if (args.every((argument) => argument.name === undefined)) return args;
  const parameters = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  const placed: (Argument | undefined)[] = args.filter((argument) => argument.name === undefined);
  for (const argument of args.filter(({ name: key }) => key !== undefined)) {
    const position = parameters?.findIndex((names) => names.includes(argument.name ?? "")) ?? -1;
    if (position < 0 || placed[position]) return undefined;
    placed[position] = { name: undefined, value: argument.value };
  }
  // `default(boolean=true)` replaces by an empty string.
  if (name === "default" || name === "d") placed[0] ??= { name: undefined, value: EMPTY };
  const complete = Array.from(placed);
  return complete.every((argument) => argument !== undefined) ? complete : undefined;
}
