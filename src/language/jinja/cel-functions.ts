import { filled, join, takes } from "./fill.ts";
import type { Argument, Jinja } from "./tree.ts";

type ToCel = (tree: Jinja) => string | undefined;
type Filter = Extract<Jinja, { kind: "filter" }>;
type Call = Extract<Jinja, { kind: "call" }>;

/** `$0` is the value, `$1` and `$2` are the arguments. */
const FILTERS: Readonly<Record<string, string>> = {
  bool: "bool($0)",
  int: "int($0)",
  float: "double($0)",
  string: "string($0)",
  length: "size($0)",
  count: "size($0)",
  lower: "$0.lowerAscii()",
  upper: "$0.upperAscii()",
  trim: "$0.trim()",
  join: "$0.join($1)",
  split: "$0.split($1)",
  first: "$0[0]",
  last: "$0[size($0) - 1]",
  min: "min($0)",
  max: "max($0)",
  basename: "basename($0)",
  dirname: "dirname($0)",
  list: "$0",
  default: "defined($0) ? $0 : $1",
  d: "defined($0) ? $0 : $1",
  regex_search: "$0.matches($1)",
};

const METHODS: Readonly<Record<string, string>> = {
  startswith: "$0.startsWith($1)",
  endswith: "$0.endsWith($1)",
  strip: "$0.trim()",
  length: "size($0)",
  toLowerCase: "$0.lowerAscii()",
  toUpperCase: "$0.upperAscii()",
  includes: "$0.contains($1)",
  lower: "$0.lowerAscii()",
  upper: "$0.upperAscii()",
  find: "$0.indexOf($1)",
  index: "$0.indexOf($1)",
  rfind: "$0.lastIndexOf($1)",
  split: "$0.split($1)",
  join: "$1.join($0)",
  keys: "$0.map(key, key)",
  values: "$0.map(key, $0[key])",
  get: "$1 in $0 ? $0[$1] : $2",
};

/** Functions of Python. */
const FUNCTIONS: Readonly<Record<string, string>> = { len: "size", str: "string", float: "double" };

/** Functions that CEL has under the same name, or that are macros. */
const SAME: ReadonlySet<string> = new Set([
  ...[
    "size",
    "int",
    "double",
    "string",
    "bool",
    "min",
    "max",
    "range",
    "flatten",
    "defined",
    "has",
    "basename",
    "dirname",
  ],
  ...["startsWith", "endsWith", "contains", "matches", "trim", "exists", "all", "map", "filter", "exists_one"],
]);

/** Writes a filter in CEL. */
export function filterInCel({ of, name, args }: Filter, toCel: ToCel): string | undefined {
  const [levels] = args;
  // Without `levels`, Ansible flattens lists at all depths.
  if (name === "flatten") return isOne(levels) ? filled("flatten($0)", [toCel(of)]) : undefined;
  const selection = selectionInCel(name, args, toCel);
  if (selection !== undefined) return join([toCel(of)], ([list]) => `${list}${selection}`);
  const pattern = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  // `default(value, true)` also replaces empty values.
  if (pattern === undefined || !takes(pattern, args)) return undefined;
  const given = name === "join" && args.length === 0 ? ['""'] : args.map(({ value }) => toCel(value));
  return filled(pattern, [toCel(of), ...given]);
}

function isOne(argument: Argument | undefined): boolean {
  return argument?.value.kind === "number" && argument.value.text === "1";
}

/** `map(attribute=…)`, `selectattr(…)` and `rejectattr(…)`. */
function selectionInCel(name: string, args: readonly Argument[], toCel: ToCel): string | undefined {
  const [first, test, value] = args;
  const field =
    first?.value.kind === "string" && /^[A-Za-z_][\w.]*$/.test(first.value.text) ? first.value.text : undefined;
  if (field === undefined) return undefined;
  if (name === "map") return first?.name === "attribute" ? `.map(each, each.${field})` : undefined;
  if (name !== "selectattr" && name !== "rejectattr") return undefined;
  const not = name === "rejectattr";
  if (!test) return `.filter(each, ${not ? "!" : ""}each.${field})`;
  const isEquality = test.value.kind === "string" && ["equalto", "eq", "==", "sameas"].includes(test.value.text);
  return isEquality && value
    ? join([toCel(value.value)], ([right]) => `.filter(each, each.${field} ${not ? "!=" : "=="} ${right})`)
    : undefined;
}

/** Writes a call of a function or a method in CEL. */
export function callInCel({ callee, args }: Call, toCel: ToCel): string | undefined {
  const given = args.map(({ value }) => toCel(value));
  if (callee.kind === "name") {
    const ours = Object.hasOwn(FUNCTIONS, callee.name) ? FUNCTIONS[callee.name] : undefined;
    if (ours !== undefined) return join(given, (texts) => `${ours}(${texts.join(", ")})`);
    return SAME.has(callee.name) ? join(given, (texts) => `${callee.name}(${texts.join(", ")})`) : undefined;
  }
  if (callee.kind !== "field") return undefined;
  const { name } = callee;
  const pattern = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (pattern === undefined && !SAME.has(name)) return undefined;
  if (pattern !== undefined && !takes(pattern, args)) return undefined;
  if (pattern === undefined)
    return join([toCel(callee.of), ...given], ([of, ...texts]) => `${of}.${name}(${texts.join(", ")})`);
  const complete = name === "get" && given.length === 1 ? [...given, "null"] : given;
  return filled(pattern, [toCel(callee.of), ...complete]);
}
