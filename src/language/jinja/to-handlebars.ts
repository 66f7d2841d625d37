import { comparable, ourFact } from "./facts.ts";
import { functionFor } from "./filters.ts";
import { HELPER_BY_NAME } from "../helpers.ts";
import { lookupCall, lookupName } from "./lookups.ts";
import { literalOf, productOf, type Argument, type Binary, type Jinja } from "./tree.ts";

/** The text between `{{` and `}}`: a path, a literal or a call. */
interface Inner {
  readonly text: string;
  readonly isCall: boolean;
}

/** Writes an expression as text with mustaches; undefined if templates have nothing for a part of it. */
export function toMustaches(tree: Jinja): string | undefined {
  if (tree.kind === "string") return /[\n\r\t]/.test(tree.text) ? undefined : tree.text;
  if (isConcatenation(tree)) {
    const [left, right] = [toMustaches(tree.left), toMustaches(tree.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (tree.kind === "choice") {
    const [when, then] = [condition(tree.when), toMustaches(tree.then)];
    const otherwise = tree.otherwise ? toMustaches(tree.otherwise) : "";
    if (when === undefined || then === undefined || otherwise === undefined) return undefined;
    return `{{#${when}}}${then}${otherwise === "" ? "" : `{{else}}${otherwise}`}{{/${when.split(" ")[0] ?? ""}}}`;
  }
  const inner = toInner(tree);
  return inner && `{{${inner.text}}}`;
}

function isConcatenation(tree: Jinja): tree is Binary {
  if (tree.kind !== "binary") return false;
  return (
    tree.operator === "~" ||
    (tree.operator === "+" && [tree.left, tree.right].some((side) => isText(side) || isConcatenation(side)))
  );
}

/** The filters whose values are texts. */
const TEXTS: ReadonlySet<string> = new Set([
  "string",
  "upper",
  "lower",
  "trim",
  "replace",
  "join",
  "basename",
  "dirname",
]);

function isText(tree: Jinja): boolean {
  return tree.kind === "string" || (tree.kind === "filter" && TEXTS.has(tree.name));
}

/** The beginning of a block for a condition: `if x`, `unless x`, `if (eq a b)`. */
export function condition(tree: Jinja): string | undefined {
  const positive = tree.kind === "unary" && tree.operator === "not" ? tree.of : undefined;
  const operand = toOperand(positive ?? tree);
  return operand && `${positive ? "unless" : "if"} ${operand}`;
}

/** An argument of a helper or block. */
export function toOperand(tree: Jinja): string | undefined {
  const inner = toInner(tree);
  return inner && (inner.isCall ? `(${inner.text})` : inner.text);
}

function toInner(tree: Jinja): Inner | undefined {
  switch (tree.kind) {
    case "name":
    case "field":
    case "index":
      return pathOrLookup(tree);
    case "string":
      return plain(literalText(tree.text));
    case "number":
      return plain(tree.text);
    case "filter":
      return filter(tree);
    case "test":
      return definedTest(tree) ?? testOf(tree);
    case "unary":
      return tree.operator === "not"
        ? call("not", tree.of)
        : tree.of.kind === "number"
          ? plain(`-${tree.of.text}`)
          : call("sub", ZERO, tree.of);
    case "binary":
      return binary(tree);
    case "slice":
      return call("slice", tree.of, tree.from ?? ZERO, ...(tree.to ? [tree.to] : []));
    case "call":
      return method(tree);
    case "list":
    case "map":
    case "choice":
    case "comprehension":
      return undefined;
  }
}

const ZERO: Jinja = { kind: "number", text: "0" };

function plain(text: string | undefined): Inner | undefined {
  return text === undefined ? undefined : { text, isCall: false };
}

/** A string in Handlebars, where a backslash only has a meaning before a quote; undefined if no quotes fit. */
function literalText(text: string): string | undefined {
  if (/[\n\r\t]|\\"|\\$/.test(text)) return undefined;
  return `"${text.replaceAll('"', '\\"')}"`;
}

function call(helper: string, ...operands: readonly Jinja[]): Inner | undefined {
  const texts = operands.map(toOperand);
  const [fewest, most] = HELPER_BY_NAME.get(helper)?.arity ?? [0, -1];
  if (texts.length < fewest || texts.length > most || texts.includes(undefined)) return undefined;
  return { text: [helper, ...texts].join(" "), isCall: true };
}

const LOOP_DATA: Readonly<Record<string, Inner>> = {
  index0: { text: "@index", isCall: false },
  index: { text: "add @index 1", isCall: true },
  first: { text: "@first", isCall: false },
  last: { text: "@last", isCall: false },
};

function pathOrLookup(tree: Jinja): Inner | undefined {
  if (tree.kind === "field" && tree.of.kind === "name" && tree.of.name === "loop") {
    return Object.hasOwn(LOOP_DATA, tree.name) ? LOOP_DATA[tree.name] : undefined;
  }
  const path = pathOf(tree);
  if (path !== undefined || tree.kind !== "index") return plain(path);
  return tree.index.kind === "number" || tree.index.kind === "unary" ? undefined : call("lookup", tree.of, tree.index);
}

function pathOf(tree: Jinja): string | undefined {
  const fact = ourFact(tree);
  if (fact !== undefined) return /^[\w.]+$/.test(fact) ? fact : undefined;
  if (tree.kind === "name") return literalOf(tree.name) ?? tree.name;
  if (tree.kind !== "field" && tree.kind !== "index") return undefined;
  const base = pathOf(tree.of);
  const step =
    tree.kind === "field"
      ? tree.name
      : tree.index.kind === "string" || tree.index.kind === "number"
        ? tree.index.text
        : undefined;
  if (base === undefined || step === undefined || step.includes("]")) return undefined;
  return /^[A-Za-z_][\w-]*$/.test(step) ? `${base}.${step}` : `${base}.[${step}]`;
}

/** Jinja's name of a filter or method → the helper. */
const HELPERS: Readonly<Record<string, string>> = {
  ...{ upper: "upper", lower: "lower", trim: "trim", strip: "trim", length: "length", count: "length", join: "join" },
  ...{ replace: "replace", basename: "basename", dirname: "dirname", b64encode: "b64encode", indent: "indent" },
  ...{
    to_json: "json",
    tojson: "json",
    min: "min",
    max: "max",
    keys: "keys",
    values: "values",
    quote: "quote",
  },
};
/** Filters that are not needed: a template writes every value as text. */
const NOTHING: ReadonlySet<string> = new Set(["string", "list", "safe", "e", "mandatory"]);

function filter({ of, name, args }: Extract<Jinja, { kind: "filter" }>): Inner | undefined {
  if (args.some((argument) => argument.name !== undefined)) return undefined;
  if (name === "int" && of.kind === "binary" && args.length === 0) return call("floor", of);
  if (NOTHING.has(name) && args.length === 0) return toInner(of);
  if (name === "first") return toInner({ kind: "index", of, index: { kind: "number", text: "0" } });
  if (name === "to_nice_json") return call("json", of, args[0]?.value ?? { kind: "number", text: "4" });
  if (name === "default" || name === "d") return defaultIn(of, args);
  const [algorithm] = args;
  if (name === "hash") {
    return algorithm?.value.kind === "string" && algorithm.value.text === "sha256" ? call("sha256", of) : undefined;
  }
  if (name === "flatten" && args.length === 0) return call("flatten", of, { kind: "number", text: "-1" });
  const helper = Object.hasOwn(HELPERS, name) ? HELPERS[name] : functionFor(name)?.name;
  return helper === undefined ? undefined : call(helper, of, ...args.map(({ value }) => value));
}

/** A lookup takes the value as its last argument. Of a field, `lookup` knows a default. */
function defaultIn(of: Jinja, [value, empty]: readonly Argument[]): Inner | undefined {
  const other: Jinja = value?.value ?? { kind: "string", text: "" };
  if (lookupName(of) !== undefined) {
    const found = lookupCall(of, other);
    return found && call(found.name, ...found.args);
  }
  if (empty) {
    const isTrue = empty.value.kind === "name" && literalOf(empty.value.name) === "true";
    return isTrue ? call("default", of, other, empty.value) : undefined;
  }
  if (ourFact(of) !== undefined) return undefined;
  if (of.kind === "field") return call("lookup", of.of, { kind: "string", text: of.name }, other);
  if (of.kind === "index" && of.index.kind !== "unary") return call("lookup", of.of, of.index, other);
  return call("default", of, other);
}

function method({ callee, args }: Extract<Jinja, { kind: "call" }>): Inner | undefined {
  const found = lookupCall({ kind: "call", callee, args });
  if (found) return call(found.name, ...found.args);
  if (callee.kind !== "field") return undefined;
  if (callee.name === "get" && args.length > 0) return call("lookup", callee.of, ...args.map(({ value }) => value));
  const [list] = args;
  if (callee.name === "join") return list && call("join", list.value, callee.of);
  const helper = Object.hasOwn(HELPERS, callee.name) ? HELPERS[callee.name] : undefined;
  return helper === undefined ? undefined : call(helper, callee.of, ...args.map(({ value }) => value));
}

/** `m.x is defined`: a map can be asked whether it has a field. */
function definedTest({ of, name, negated }: Extract<Jinja, { kind: "test" }>): Inner | undefined {
  if ((name !== "defined" && name !== "undefined") || of.kind !== "field") return undefined;
  const has = call("has", of.of, { kind: "string", text: of.name });
  return negated === (name === "defined") ? has && { text: `not (${has.text})`, isCall: true } : has;
}

/** Jinja's name of a test → the type of the values that pass it. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ mapping: "map", string: "string", number: "number", boolean: "boolean", none: "null" },
};

/** `x is mapping`, `x is in list`, `x is search("a")`. */
function testOf({ of, name, args, negated }: Extract<Jinja, { kind: "test" }>): Inner | undefined {
  const [first, more] = args;
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  const kind: Jinja = { kind: "filter", of, name: "type_name", args: [] };
  const found =
    type !== undefined && !first
      ? call("eq", kind, { kind: "string", text: type })
      : first && !more && first.name === undefined
        ? comparedTo(of, name, first.value)
        : undefined;
  return negated ? found && { text: `not (${found.text})`, isCall: true } : found;
}

function comparedTo(of: Jinja, test: string, other: Jinja): Inner | undefined {
  switch (test) {
    case "in":
      return call("contains", other, of);
    case "contains":
      return call("contains", of, other);
    case "equalto":
    case "eq":
    case "==":
    case "sameas":
      return call("eq", of, other);
    case "search":
      return call("matches", of, other);
    default:
      return undefined;
  }
}

const BINARY: Readonly<Record<string, string>> = {
  ...{ "==": "eq", "!=": "ne", ">": "gt", "<": "lt", and: "and", or: "or" },
  ...{ "+": "add", "-": "sub", "*": "mul", "/": "div" },
};

function binary(tree: Binary): Inner | undefined {
  const product = productOf(tree);
  if (product) return toInner(product);
  // The helper `add` is for numbers, lists and maps.
  if (isConcatenation(tree)) return undefined;
  const { operator, left, right } = tree;
  const [a, b] = [comparable(left, right), comparable(right, left)];
  if (operator === "in" && b.kind === "list" && b.items.length > 1) return anyOf(a, b.items);
  if (operator === "in") return call("contains", b, a);
  if (operator === ">=" || operator === "<=") {
    const opposite = call(operator === ">=" ? "lt" : "gt", a, b);
    return opposite && { text: `not (${opposite.text})`, isCall: true };
  }
  if (operator === "//") {
    const quotient = call("div", a, b);
    return quotient && { text: `floor (${quotient.text})`, isCall: true };
  }
  const helper = Object.hasOwn(BINARY, operator) ? BINARY[operator] : undefined;
  return helper === undefined ? undefined : call(helper, a, b);
}

function anyOf(value: Jinja, items: readonly Jinja[]): Inner | undefined {
  const equal = items.map((item) => call("eq", value, item));
  if (equal.includes(undefined)) return undefined;
  return { text: ["or", ...equal.map((one) => `(${one?.text ?? ""})`)].join(" "), isCall: true };
}
