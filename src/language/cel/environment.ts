import { Environment, ParseError, type ASTNode, type Context, type ParseResult } from "@marcbachmann/cel-js";
import { definedTarget, isDefined, unlessMissing } from "./defined.ts";
import { spend } from "../limits/budget.ts";
import { checkCall, declaredIn, registerFunctions } from "./functions.ts";
import { MATCHES, matches, useOwnMatches } from "./matches.ts";
import { meter } from "./metering.ts";
import { expandSlices } from "./slices.ts";
import { nodesIn } from "./nodes.ts";

/** Adds only what CEL itself lacks, such as `in` for texts. Integers and doubles mix freely, because YAML does not distinguish 2 from 2.0. */
function makeEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  for (const [operator, compute] of Object.entries(ARITHMETIC)) {
    const mixed = (a: number | bigint, b: number | bigint) => compute(Number(a), Number(b));
    environment.registerOperator(`int ${operator} double: double`, mixed);
    environment.registerOperator(`double ${operator} int: double`, mixed);
  }
  environment
    .registerFunction("defined(ast): bool", definedMacro)
    .registerFunction("default(ast, ast): dyn", defaultMacro)
    .registerFunction("default(ast, ast, bool): dyn", defaultMacro)
    .registerOperator("string in string: bool", (part: string, text: string) => text.includes(part))
    .registerOperator("map + map: map", (first: object, second: object) => addMaps(first, second))
    .registerFunction(`string.${MATCHES}(string): bool`, matches, SYNCHRONOUS)
    .registerFunction(`${MATCHES}(string, string): bool`, matches, SYNCHRONOUS);
  registerFunctions(environment);
  return environment;
}

const SYNCHRONOUS = { async: false };

const STEPS_TO_ADD = 2;

/** Both maps in one; of equal keys, the second map wins. */
function addMaps(first: object, second: object): object {
  const entries = [...Object.entries(first), ...Object.entries(second)] as [string, unknown][];
  spend(entries.length * STEPS_TO_ADD);
  return Object.fromEntries(entries);
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

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

/** What CEL passes to a macro to check and to evaluate its arguments. */
interface MacroChecker {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface MacroEvaluator {
  run(node: ASTNode, context: unknown): unknown;
}

/** `default(x, y)`: y if x does not exist; with `true`, also if x is empty, 0 or false. */
function defaultMacro({ args: [value, other, empty] }: MacroCall) {
  const nodes = [value, other, empty].filter((node) => node !== undefined);
  return {
    typeCheck: (checker: MacroChecker, _macro: unknown, context: unknown) => {
      for (const node of nodes) checker.check(node, context);
      return checker.getType("dyn");
    },
    evaluate: (evaluator: MacroEvaluator, _macro: unknown, context: unknown) => {
      const run = (node: ASTNode | undefined) => (node ? evaluator.run(node, context) : undefined);
      const found = unlessMissing(() => run(value));
      return found === undefined || (run(empty) === true && isEmpty(found)) ? run(other) : found;
    },
    async: false,
  };
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null || !value || value === 0n;
  return Object.keys(value).length === 0;
}

const environment = makeEnvironment();
const definitions = environment.getDefinitions();
const DECLARED = declaredIn(environment);

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
  const parsed: ParseResult = environment.parse(expandSlices(text).text);
  for (const node of nodesIn(parsed.ast)) {
    checkCall(node, DECLARED);
    useOwnMatches(node);
  }
  const { error } = parsed.check();
  if (error) throw error;
  meter(parsed.ast);
  return { ast: parsed.ast, run: (context) => parsed(context) as unknown };
}
