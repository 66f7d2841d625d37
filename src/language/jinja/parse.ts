import { tokensOf, type Token } from "./tokens.ts";
import { ofHost } from "./facts.ts";
import { formatted, simpler, simplerCall } from "./simpler.ts";
import { positional } from "./named-arguments.ts";
import type { Argument, Jinja } from "./tree.ts";

/** Longer expressions are not worth a translation. */
const MAX_LENGTH = 2000;
/** Nor are those with more parentheses, signs or `not` inside each other: parsing and translating recurse into each. */
const MAX_DEPTH = 100;

/** Parses a Jinja expression; undefined if the text is not one. */
export function parseJinja(text: string): Jinja | undefined {
  const tokens = text.length > MAX_LENGTH ? undefined : tokensOf(text);
  if (!tokens) return undefined;
  try {
    const reader = new Reader(tokens);
    const tree = choice(reader);
    return reader.peek().kind === "end" ? tree : undefined;
  } catch (error) {
    if (error instanceof NotJinja || error instanceof RangeError) return undefined;
    throw error;
  }
}

class NotJinja extends Error {}

/** The tokens that are still to be read. */
class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? { kind: "end", text: "" };
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is one of these words or operators; returns which. */
  accept(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.peek();
    if ((kind !== "operator" && kind !== "name") || !texts.includes(text)) return undefined;
    this.#next += 1;
    return text;
  }

  expect(text: string): void {
    if (this.accept(text) === undefined) throw new NotJinja();
  }

  /** Reads a part that can contain parts of its own kind. */
  nested(read: (reader: Reader) => Jinja): Jinja {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotJinja();
    const tree = read(this);
    this.#depth -= 1;
    return tree;
  }

  name(): string {
    const { kind, text } = this.take();
    if (kind !== "name") throw new NotJinja();
    return text;
  }
}

function choice(reader: Reader): Jinja {
  return reader.nested(choiceIn);
}

function choiceIn(reader: Reader): Jinja {
  const then = or(reader);
  if (reader.accept("?")) return ternary(reader, then);
  if (!reader.accept("if")) return then;
  const when = or(reader);
  return { kind: "choice", when, then, otherwise: reader.accept("else") ? choice(reader) : undefined };
}

/** `when ? then : otherwise`, as in other languages. */
function ternary(reader: Reader, when: Jinja): Jinja {
  const then = choice(reader);
  reader.expect(":");
  return { kind: "choice", when, then, otherwise: choice(reader) };
}

function or(reader: Reader): Jinja {
  return chain(reader, and, { or: "or", "||": "or" });
}

function and(reader: Reader): Jinja {
  return chain(reader, not, { and: "and", "&&": "and" });
}

function not(reader: Reader): Jinja {
  return reader.accept("not", "!") ? { kind: "unary", operator: "not", of: reader.nested(not) } : comparison(reader);
}

const COMPARISONS = ["==", "!=", "<=", ">=", "<", ">", "in"];

/** `a < b < c` means `a < b and b < c`. */
function comparison(reader: Reader): Jinja {
  let left = concatenation(reader);
  let all: Jinja | undefined;
  for (;;) {
    const negated = reader.peek().text === "not" && reader.peek(1).text === "in" && reader.accept("not") !== undefined;
    const operator = reader.accept(...COMPARISONS);
    if (operator === undefined) return all ?? left;
    const right = concatenation(reader);
    const compared: Jinja = { kind: "binary", operator, left, right };
    const one: Jinja = negated ? { kind: "unary", operator: "not", of: compared } : compared;
    all = all ? { kind: "binary", operator: "and", left: all, right: one } : one;
    left = right;
  }
}

function concatenation(reader: Reader): Jinja {
  return chain(reader, sum, { "~": "~" });
}

function sum(reader: Reader): Jinja {
  return chain(reader, product, { "+": "+", "-": "-" });
}

function product(reader: Reader): Jinja {
  return chain(reader, power, { "*": "*", "/": "/", "//": "//", "%": "%" });
}

function power(reader: Reader): Jinja {
  return chain(reader, filtered, { "**": "**" });
}

function chain(reader: Reader, operand: (reader: Reader) => Jinja, operators: Readonly<Record<string, string>>): Jinja {
  let left = operand(reader);
  for (let found = reader.accept(...Object.keys(operators)); found; found = reader.accept(...Object.keys(operators))) {
    left = binaryOf(operators[found] ?? found, left, operand(reader));
  }
  return left;
}

/** `'%s-%s' % (a, b)` formats a text. */
function binaryOf(operator: string, left: Jinja, right: Jinja): Jinja {
  const values = (right.kind === "list" ? right.items : [right]).map((value) => ({ name: undefined, value }));
  return (operator === "%" ? formatted(left, values) : undefined) ?? { kind: "binary", operator, left, right };
}

/** A sign binds more tightly than a filter: `-x | abs` is positive. */
function signed(reader: Reader): Jinja {
  if (reader.accept("+")) return reader.nested(signed);
  return reader.accept("-") ? { kind: "unary", operator: "-", of: reader.nested(signed) } : postfix(reader);
}

/** An operand with its filters (`| name(args)`) and tests (`is name(args)`). */
function filtered(reader: Reader): Jinja {
  let of = signed(reader);
  for (let found = reader.accept("|", "is"); found; found = reader.accept("|", "is")) {
    if (found === "|") {
      of = filterOf(of, dotted(reader), reader.accept("(") ? argumentsTo(reader, ")") : []);
    } else {
      const negated = reader.accept("not") !== undefined;
      const name = dotted(reader);
      const args = testArguments(reader);
      of = { kind: "test", of, negated, name, args: positional(name, args) ?? args };
    }
  }
  return of;
}

/** `c | ternary(a, b)` means `a if c else b`. */
function filterOf(of: Jinja, name: string, written: readonly Argument[]): Jinja {
  const args = positional(name, written) ?? written;
  const [then, otherwise, none] = args;
  if (name !== "ternary" || !then || !otherwise || none) {
    return simpler({ kind: "filter", of, name, args }) ?? { kind: "filter", of, name, args };
  }
  return { kind: "choice", when: of, then: then.value, otherwise: otherwise.value };
}

/** The words that can follow a test. */
const AFTER_TEST: ReadonlySet<string> = new Set(["and", "or", "if", "else", "is", "in", "not"]);

/** A test's one argument may be written without parentheses: `is divisibleby 3`, `is in list`. */
function testArguments(reader: Reader): readonly Argument[] {
  if (reader.accept("(")) return argumentsTo(reader, ")");
  const { kind, text } = reader.peek();
  const begins = kind === "name" ? !AFTER_TEST.has(text) : kind !== "operator" || text === "[" || text === "{";
  return begins && kind !== "end" ? [{ name: undefined, value: postfix(reader) }] : [];
}

/** The name of a filter or test, without its collection: `ansible.builtin.bool`. */
function dotted(reader: Reader): string {
  let name = reader.name();
  while (reader.accept(".")) name = reader.name();
  return name;
}

function postfix(reader: Reader): Jinja {
  let of = primary(reader);
  for (let found = reader.accept(".", "[", "("); found; found = reader.accept(".", "[", "(")) {
    if (found === "(") of = callOf({ kind: "call", callee: of, args: argumentsTo(reader, ")") });
    else if (found === ".") of = ofHost(fieldOf(of, reader.take()));
    else of = ofHost(indexOf(of, reader));
  }
  return of;
}

function callOf(call: Extract<Jinja, { kind: "call" }>): Jinja {
  return simplerCall(call) ?? call;
}

/** `x[1]`, or the part of a list or text between two positions: `x[1:3]`, `x[:-1]`. */
function indexOf(of: Jinja, reader: Reader): Jinja {
  const from = reader.peek().text === ":" ? undefined : choice(reader);
  if (reader.accept("]")) {
    if (!from) throw new NotJinja();
    const isVariable = of.kind === "name" && of.name === "vars" && from.kind === "string";
    return isVariable ? { kind: "name", name: from.text } : { kind: "index", of, index: from };
  }
  reader.expect(":");
  const to = reader.peek().text === "]" ? undefined : choice(reader);
  reader.expect("]");
  return { kind: "slice", of, from, to };
}

function fieldOf(of: Jinja, { kind, text }: Token): Jinja {
  if (kind === "name") return { kind: "field", of, name: text };
  if (kind === "number" && /^\d+$/.test(text)) return { kind: "index", of, index: { kind: "number", text } };
  throw new NotJinja();
}

function argumentsTo(reader: Reader, close: string): Argument[] {
  const args: Argument[] = [];
  while (!reader.accept(close)) {
    const named = reader.peek().kind === "name" && reader.peek(1).text === "=";
    const name = named ? reader.name() : undefined;
    if (named) reader.expect("=");
    args.push({ name, value: choice(reader) });
    if (!reader.accept(",") && reader.peek().text !== close) throw new NotJinja();
  }
  return args;
}

function primary(reader: Reader): Jinja {
  const { kind, text } = reader.take();
  if (kind === "name" || kind === "number" || kind === "string") return leaf(kind, text);
  if (text === "(") return inParentheses(reader);
  if (text === "[") return listOf(reader);
  if (text === "{") return { kind: "map", entries: entriesOf(reader) };
  throw new NotJinja();
}

/** A part of an expression, or a tuple of Python: `(1, 2)`. */
function inParentheses(reader: Reader): Jinja {
  const first = choice(reader);
  if (reader.accept(")")) return first;
  reader.expect(",");
  return { kind: "list", items: [first, ...argumentsTo(reader, ")").map(({ value }) => value)] };
}

/** A list, or a comprehension of Python: `[x.name for x in list if x.on]`. */
function listOf(reader: Reader): Jinja {
  if (reader.accept("]")) return { kind: "list", items: [] };
  const first = choice(reader);
  if (reader.accept("for")) return comprehension(reader, first);
  if (!reader.accept(",") && reader.peek().text !== "]") throw new NotJinja();
  return { kind: "list", items: [first, ...argumentsTo(reader, "]").map(({ value }) => value)] };
}

function comprehension(reader: Reader, item: Jinja): Jinja {
  const variable = reader.name();
  reader.expect("in");
  const list = or(reader);
  const when = reader.accept("if") ? or(reader) : undefined;
  reader.expect("]");
  return { kind: "comprehension", item, variable, list, when };
}

function leaf(kind: "name" | "number" | "string", text: string): Jinja {
  return kind === "name" ? { kind, name: text } : { kind, text };
}

function entriesOf(reader: Reader): (readonly [Jinja, Jinja])[] {
  const entries: (readonly [Jinja, Jinja])[] = [];
  while (!reader.accept("}")) {
    const key = choice(reader);
    reader.expect(":");
    entries.push([key, choice(reader)]);
    if (!reader.accept(",") && reader.peek().text !== "}") throw new NotJinja();
  }
  return entries;
}
