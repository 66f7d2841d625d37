import { selectionInCel } from "./selections.ts";
import { definedInCel } from "./tests.ts";
import { arityProblem } from "../../functions/define.ts";
import { filled, join, takes } from "../fill.ts";
import { functionFor } from "../filters.ts";
import { lookupCall, lookupName, LOOKUP_WORDS } from "../lookups.ts";
import { literalOf, type Argument, type Jinja } from "../tree.ts";

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
  abs: "$0 < 0 ? -$0 : $0",
  difference: "$0.filter(each, !(each in $1))",
  intersect: "$0.filter(each, each in $1)",
  regex_search: "$0.matches($1)",
  ternary: "$0 ? $1 : $2",
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
  replace: "replace($0, $1, $2)",
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
export function filterInCel(filter: Filter, toCel: ToCel): string | undefined {
  const { of, name, args } = filter;
  const [levels] = args;
  // Without `levels`, Ansible flattens lists at all depths.
  if (name === "flatten" && (isOne(levels) || !levels))
    return filled(levels ? "flatten($0)" : "flatten($0, -1)", [toCel(of)]);
  if (name === "default" || name === "d") return defaultInCel(of, args, toCel);
  const selection = selectionInCel(filter, toCel);
  if (selection !== undefined) return selection;
  const pattern = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (pattern === undefined || !takes(pattern, args)) return functionInCel(filter, toCel);
  const given = name === "join" && args.length === 0 ? ['""'] : args.map(({ value }) => toCel(value));
  return filled(pattern, [toCel(of), ...given]);
}

/** A filter that is a function of the same meaning here. */
function functionInCel({ of, name, args }: Filter, toCel: ToCel): string | undefined {
  const fn = functionFor(name);
  const problem = fn && arityProblem(fn.arity, args.length + 1);
  if (!fn || problem !== undefined || args.some((argument) => argument.name !== undefined)) return undefined;
  return join([toCel(of), ...args.map(({ value }) => toCel(value))], (texts) => `${fn.name}(${texts.join(", ")})`);
}

function isOne(argument: Argument | undefined): boolean {
  return argument?.value.kind === "number" && argument.value.text === "1";
}

const EMPTY: Jinja = { kind: "string", text: "" };

/** `default(value)`, and `default(value, true)`, which also replaces empty values. */
function defaultInCel(of: Jinja, [value, empty]: readonly Argument[], toCel: ToCel): string | undefined {
  if (lookupName(of) !== undefined) return lookupInCel(of, toCel, value?.value ?? EMPTY);
  const other = value ? toCel(value.value) : '""';
  const isDefined = definedInCel(of, toCel);
  if (isDefined === undefined) return undefined;
  if (!empty) return filled("$0 ? $1 : $2", [isDefined, toCel(of), other]);
  if (empty.value.kind !== "name" || literalOf(empty.value.name) !== "true") return undefined;
  return filled('$0 && !($1 in ["", 0, false, null, [], {}]) ? $1 : $2', [isDefined, toCel(of), other]);
}

/** `lookup('file', 'x')` as `file("x")`; undefined for other lookups and for their options. */
function lookupInCel(tree: Jinja, toCel: ToCel, other?: Jinja): string | undefined {
  const found = lookupCall(tree, other);
  return found && join(found.args.map(toCel), (texts) => `${found.name}(${texts.join(", ")})`);
}

/** Writes a call of a function or a method in CEL. */
export function callInCel(tree: Call, toCel: ToCel): string | undefined {
  const { callee, args } = tree;
  const given = args.map(({ value }) => toCel(value));
  if (callee.kind === "name") {
    const ours = Object.hasOwn(FUNCTIONS, callee.name) ? FUNCTIONS[callee.name] : undefined;
    if (LOOKUP_WORDS.has(callee.name)) return lookupInCel(tree, toCel);
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
