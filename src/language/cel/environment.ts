import {
  Environment,
  EvaluationError,
  ParseError,
  type ASTNode,
  type Context,
  type ParseResult,
} from "@marcbachmann/cel-js";
import { spend } from "../limits/budget.ts";
import { basename, dirname } from "../helpers.ts";
import { definedTarget, isDefined } from "./defined.ts";
import { MATCHES, matches, useOwnMatches } from "./matches.ts";
import { meter } from "./metering.ts";
import { nodesIn } from "./nodes.ts";

/** Adds only functions that CEL itself lacks. Integers and doubles mix freely, because YAML does not distinguish 2 from 2.0. */
function makeEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  for (const [operator, compute] of Object.entries(ARITHMETIC)) {
    const mixed = (a: number | bigint, b: number | bigint) => compute(Number(a), Number(b));
    environment.registerOperator(`int ${operator} double: double`, mixed);
    environment.registerOperator(`double ${operator} int: double`, mixed);
  }
  return environment
    .registerFunction("defined(ast): bool", definedMacro)
    .registerFunction("basename(string): string", basename, SYNCHRONOUS)
    .registerFunction("dirname(string): string", dirname, SYNCHRONOUS)
    .registerFunction(`string.${MATCHES}(string): bool`, matches, SYNCHRONOUS)
    .registerFunction(`${MATCHES}(string, string): bool`, matches, SYNCHRONOUS)
    .registerFunction("min(list): dyn", (list: readonly unknown[]) => extreme("min", list), SYNCHRONOUS)
    .registerFunction("max(list): dyn", (list: readonly unknown[]) => extreme("max", list), SYNCHRONOUS)
    .registerFunction("min(dyn, dyn): dyn", (a: unknown, b: unknown) => extreme("min", [a, b]), SYNCHRONOUS)
    .registerFunction("max(dyn, dyn): dyn", (a: unknown, b: unknown) => extreme("max", [a, b]), SYNCHRONOUS)
    .registerFunction("flatten(list): list", flatten, SYNCHRONOUS)
    .registerFunction("range(int): list<int>", range, SYNCHRONOUS);
}

const SYNCHRONOUS = { async: false };

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

const STEPS_TO_MOVE = 4;

function flatten(list: readonly unknown[]): unknown[] {
  const flat = list.flat();
  spend(flat.length * STEPS_TO_MOVE);
  return flat;
}

const MAX_RANGE = 100_000n;

function range(count: bigint): bigint[] {
  if (count < 0n || count > MAX_RANGE) throw invalidArgument(`range takes 0 to ${MAX_RANGE}, not ${count}`);
  return Array.from({ length: Number(count) }, (_, index) => BigInt(index));
}

function extreme(name: "min" | "max", values: readonly unknown[]): number | bigint {
  const numbers = values.filter((value) => typeof value === "number" || typeof value === "bigint");
  const [first, ...others] = numbers;
  if (first === undefined || numbers.length < values.length) {
    throw invalidArgument(`${name} takes two numbers, or a list of at least one number`);
  }
  return others.reduce((best, value) => ((name === "min" ? value < best : value > best) ? value : best), first);
}

/** CEL adds the position of the call only to its own kind of error. */
function invalidArgument(message: string): EvaluationError {
  return new EvaluationError({ code: "invalid_argument", message });
}

/** What CEL passes to a macro: only the parts that are used here. */
interface MacroCall {
  readonly ast: ASTNode;
  readonly args: readonly ASTNode[];
}

function definedMacro({ ast, args }: MacroCall) {
  const target = definedTarget(args[0]);
  if (!target) {
    const message = 'defined() takes a name or a path: defined(x), defined(x.y), defined("x")';
    throw new ParseError({ code: "invalid_macro_argument", message, node: ast });
  }
  return {
    typeCheck: (checker: { getType(name: string): unknown }) => checker.getType("bool"),
    evaluate: (_evaluator: unknown, _macro: unknown, names: { getValue(name: string): unknown }) =>
      isDefined(target, (name) => names.getValue(name)),
    async: false,
  };
}

const environment = makeEnvironment();
const definitions = environment.getDefinitions();

/** The names of all functions, for hints. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  definitions.functions.map(({ name }) => name).filter((name) => name !== MATCHES),
);

/** Words that CEL's parser does not read as names. */
const KEYWORDS = [
  ...["true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import"],
  ...["let", "loop", "package", "namespace", "return", "var", "void", "while", "__proto__", "prototype"],
];

/** Words that Handlebars does not read as variables. */
const TEMPLATE_WORDS = ["this", "undefined"];

const MACROS = ["has", "all", "exists", "exists_one", "map", "filter", "bind", "defined"];

/** Names that no variable can have, because they mean something else in expressions or templates. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...definitions.variables.map(({ name }) => name),
  ...KEYWORDS,
  ...TEMPLATE_WORDS,
  ...MACROS,
]);

/** Whether CEL itself defines a name: its types, mostly. */
export function isBuiltIn(name: string): boolean {
  return environment.hasVariable(name);
}

/** Parses and checks an expression; throws the errors of CEL. */
export function parseCel(text: string): { readonly ast: ASTNode; readonly run: (context: Context) => unknown } {
  const parsed: ParseResult = environment.parse(text);
  for (const node of nodesIn(parsed.ast)) useOwnMatches(node);
  const { error } = parsed.check();
  if (error) throw error;
  meter(parsed.ast);
  return { ast: parsed.ast, run: (context) => parsed(context) as unknown };
}
