import { comparable, ourFact } from "./facts.ts";
import { isLoose, join } from "./fill.ts";
import { callInCel, filterInCel } from "./cel/functions.ts";
import { testInCel } from "./cel/tests.ts";
import { literalOf, productOf, quoted, type Binary, type Jinja } from "./tree.ts";

/** Writes an expression in CEL; undefined if CEL has nothing for a part of it. */
export function toCel(tree: Jinja): string | undefined {
  switch (tree.kind) {
    case "name":
      return literalOf(tree.name) ?? ourFact(tree) ?? tree.name;
    case "string":
      return quoted(tree.text);
    case "number":
      return tree.text;
    case "list":
      return join(tree.items.map(toCel), (items) => `[${items.join(", ")}]`);
    case "map":
      return join(tree.entries.map(entryInCel), (entries) => `{${entries.join(", ")}}`);
    case "field":
      return ourFact(tree) ?? join([operand(tree.of)], ([of]) => `${of}.${tree.name}`);
    case "index":
      return ourFact(tree) ?? indexInCel(tree.of, tree.index);
    case "slice":
      return join(
        [operand(tree.of), tree.from ? toCel(tree.from) : "", tree.to ? toCel(tree.to) : ""],
        ([of, from, to]) => `${of}[${from}:${to}]`,
      );
    case "call":
      return callInCel(tree, toCel);
    case "filter":
      return filterInCel(tree, toCel);
    case "test":
      return testInCel(tree, toCel);
    case "unary":
      return join([operand(tree.of)], ([of]) => (tree.operator === "not" ? `!${of}` : `-${of}`));
    case "binary":
      return powerInCel(tree) ?? valueChoiceInCel(tree) ?? binaryInCel(tree);
    case "comprehension":
      return comprehensionInCel(tree);
    case "choice":
      return join(
        [operand(tree.when), operand(tree.then), tree.otherwise ? operand(tree.otherwise) : '""'],
        ([when, then, other]) => `${when} ? ${then} : ${other}`,
      );
  }
}

/** A part of a larger expression, in parentheses if it is not one piece. */
function operand(tree: Jinja): string | undefined {
  const text = toCel(tree);
  return text !== undefined && isLoose(text) ? `(${text})` : text;
}

function entryInCel([key, value]: readonly [Jinja, Jinja]): string | undefined {
  return join([toCel(key), toCel(value)], ([name, text]) => `${name}: ${text}`);
}

function indexInCel(of: Jinja, index: Jinja): string | undefined {
  if (index.kind === "string" && /^[A-Za-z_]\w*$/.test(index.text)) {
    return join([operand(of)], ([base]) => `${base}.${index.text}`);
  }
  if (index.kind === "unary")
    return join([operand(of), toCel(index.of)], ([base, back]) => `${base}[size(${base}) - ${back}]`);
  return join([operand(of), toCel(index)], ([base, place]) => `${base}[${place}]`);
}

const OPERATORS: Readonly<Record<string, string>> = { and: "&&", or: "||", "//": "/" };

function binaryInCel({ operator, left, right }: Binary): string | undefined {
  if (operator === "**") return undefined;
  if (operator === "~") return join([textIn(left), textIn(right)], ([before, after]) => `${before} + ${after}`);
  const [a, b] = [comparable(left, right), comparable(right, left)];
  // CEL divides whole numbers without a fraction, Jinja with one.
  if (operator === "/") {
    const divisor = side(b, operator);
    return join([toCel(a), divisor], ([dividend, by]) => `double(${dividend}) / ${by}`);
  }
  const written = OPERATORS[operator] ?? operator;
  return join([side(a, operator), side(b, operator)], ([before, after]) => `${before} ${written} ${after}`);
}

/** `x ** 3` as a product; undefined for other operators, and for exponents that are not small whole numbers. */
function powerInCel(tree: Binary): string | undefined {
  const product = productOf(tree);
  return product && toCel(product);
}

/** `[f for x in list if c]`. */
function comprehensionInCel({ item, variable, list, when }: Extract<Jinja, { kind: "comprehension" }>) {
  return join([operand(list), when ? toCel(when) : "", toCel(item)], ([of = "", condition = "", value = ""]) => {
    const filtered = condition === "" ? of : `${of}.filter(${variable}, ${condition})`;
    return value === variable ? filtered : `${filtered}.map(${variable}, ${value})`;
  });
}

/** Python's `a and "x" or "y"`, and `a == "x" or "y"`; undefined if no value is chosen. */
function valueChoiceInCel({ operator, left, right }: Binary): string | undefined {
  if (operator !== "or" || left.kind !== "binary" || !isLiteral(left.right) || !isLiteral(right)) return undefined;
  const { left: when, right: then } = left;
  if (left.operator === "and") return toCel({ kind: "choice", when, then, otherwise: right });
  if (left.operator !== "==") return undefined;
  return toCel({ kind: "binary", operator: "in", left: when, right: { kind: "list", items: [then, right] } });
}

function isLiteral({ kind }: Jinja): boolean {
  return kind === "string" || kind === "number";
}

/** An operand of an operator: without parentheses if it binds more tightly. */
function side(tree: Jinja, operator: string): string | undefined {
  if (tree.kind !== "binary") return operand(tree);
  const tighter =
    LEVEL.findIndex((level) => level.includes(tree.operator)) > LEVEL.findIndex((level) => level.includes(operator));
  const same = tree.operator === operator && (operator === "and" || operator === "or" || operator === "+");
  return tighter || same ? toCel(tree) : operand(tree);
}

const LEVEL = [["or"], ["and"], ["==", "!=", "<", ">", "<=", ">=", "in"], ["+", "-", "~"], ["*", "/", "//", "%"]];

function textIn(tree: Jinja): string | undefined {
  const isText = tree.kind === "string" || (tree.kind === "binary" && tree.operator === "~");
  return isText ? toCel(tree) : join([toCel(tree)], ([inner]) => `string(${inner})`);
}
