import type { Fault } from "../../errors/fault.ts";
import { blockMisuse, SET } from "./blocks.ts";
import { enterLevel, originOf, recordFault, type Compilation } from "./compilation.ts";
import type { Write } from "./frame.ts";
import { compileOperand } from "./operand.ts";
import type { Block, Program } from "./parse.ts";

type CompileProgram = (program: Program, compilation: Compilation) => Write;
type Pair = hbs.AST.HashPair;

/** Compiles `{{#set name=value}}`: its names are read like parameters of a block, and all other names as outside it. */
export function compileSet(node: Block, compilation: Compilation, compileProgram: CompileProgram): Write {
  const pairs = pairsOf(node);
  const fault = faultOf(node, pairs, compilation);
  if (fault) return recordFault(fault, compilation);
  const values = pairs.map(({ value }) => compileOperand(value, compilation));
  const level = { kind: "set", parameters: pairs.map(({ key }) => key) } as const;
  const body = compileProgram(node.program, enterLevel(compilation, level));
  return (frame) => {
    const parameters = values.map((evaluate) => evaluate(frame));
    body({ ...frame, parent: frame, data: {}, parameters });
  };
}

function pairsOf({ hash }: Block): readonly Pair[] {
  // Contrary to the parser's types, `hash` is missing if there are no named arguments.
  return (hash as hbs.AST.Hash | undefined)?.pairs ?? [];
}

function faultOf(node: Block, pairs: readonly Pair[], compilation: Compilation): Fault | undefined {
  const names = pairs.map(({ key }) => key);
  const wrong = pairs.find(({ key }, position) => !/^[A-Za-z_]\w*$/.test(key) || names.indexOf(key) < position);
  const problem = wrong ? nameProblem(wrong.key, names) : blockProblem(node, pairs);
  return problem === undefined ? undefined : blockMisuse(SET, problem, originOf(wrong ?? node.path, compilation));
}

function nameProblem(name: string, names: readonly string[]): string {
  return names.indexOf(name) < names.lastIndexOf(name)
    ? `names two values \`${name}\``
    : `cannot use \`${name}\` as a name`;
}

function blockProblem(node: Block, pairs: readonly Pair[]): string | undefined {
  if (node.params.length > 0) return "takes names with values (`name=value`), no other arguments";
  if (pairs.length === 0) return "needs a name with a value (`name=value`)";
  // Contrary to the parser's types, both programs can be missing.
  const [body, inverse] = [node.program, node.inverse] as readonly (Program | undefined)[];
  if (!body || inverse) return "has no {{else}}";
  return (body.blockParams as readonly string[] | undefined) ? "has no block parameters (`as |name|`)" : undefined;
}
