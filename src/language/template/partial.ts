import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Origin } from "../../model/origin.ts";
import { requireKnown } from "../evaluation-aborted.ts";
import { originOf, recordFault, unsupported, enterLevel, type Compilation } from "./compilation.ts";
import { writeText, type Evaluate, type Frame, type Write } from "./frame.ts";
import { compileOperand } from "./operand.ts";
import { readTemplate } from "./read.ts";
import { isType, type Partial, type Path, type Program } from "./parse.ts";

type CompileProgram = (program: Program, compilation: Compilation) => Write;

/**
 * Compiles `{{> name}}`, `{{> name context}}` and `{{> name key=value}}` by compiling the partial's text in its place. As in
 * Handlebars, a partial reads names in the context of its caller, and one on its own line is indented like that line. It cannot
 * reach the caller's block parameters or `../`: the caller passes those values as arguments.
 */
export function compilePartial(node: Partial, compilation: Compilation, compileProgram: CompileProgram): Write {
  const program = partialProgram(node, compilation);
  if (!program) return () => undefined;
  const [subject, second] = node.params;
  if (second)
    return unsupported(second, "partials with two contexts", "Pass one context, or use key=value.", compilation);
  const context = subject && compileOperand(subject, compilation);
  // Contrary to the parser's types, `hash` is missing if there are no named arguments.
  const pairs = (node.hash as hbs.AST.Hash | undefined)?.pairs ?? [];
  const values = pairs.map(({ key, value }) => [key, compileOperand(value, compilation)] as const);
  const outside = context ? enterLevel(compilation, { kind: "with", parameters: [] }) : compilation;
  const partial = { level: outside.levels.length, arguments: pairs.map(({ key }) => key) };
  const { text, at, chain } = program;
  const body = compileProgram(program.program, { ...outside, text, at, chain, partial });
  return indented(node.indent, (frame) => body(frameFor(frame, context, values)));
}

function frameFor(
  frame: Frame,
  context: Evaluate | undefined,
  values: readonly (readonly [string, Evaluate])[],
): Frame {
  const given = Object.fromEntries(values.map(([key, evaluate]) => [key, evaluate(frame)]));
  if (!context) return { ...frame, arguments: given };
  return {
    run: frame.run,
    parent: frame,
    context: requireKnown(context(frame)),
    data: {},
    parameters: [],
    arguments: given,
  };
}

/** Writes the output of `write` with each line indented. */
function indented(indent: string, write: Write): Write {
  if (indent === "") return write;
  return (frame) => {
    const text: string[] = [];
    write({ ...frame, run: { ...frame.run, text, length: 0 } });
    writeText(frame, text.join("").replace(/^(?=[^])/gm, indent));
  };
}

interface PartialProgram {
  readonly program: Program;
  readonly text: string;
  readonly at: Compilation["at"];
  readonly chain: readonly string[];
}

/** The parsed text of the partial that a node names; records a fault and returns undefined if no such partial exists. */
function partialProgram(node: Partial, compilation: Compilation): PartialProgram | undefined {
  const { partials, chain } = compilation;
  if (!partials) {
    unsupported(node, "partials ({{> }})", "Write the text here, or render a separate template file.", compilation);
    return undefined;
  }
  if (!isType<Path>(node.name, "PathExpression")) {
    const instead = "Write the name, inside an {{#if}} if it depends on a value.";
    unsupported(node, "computed names of partials", instead, compilation);
    return undefined;
  }
  const name = node.name.original;
  const partial = partials.found.get(name);
  if (!partial || chain.includes(name)) {
    const origin = originOf(node, compilation);
    recordFault(partial ? cycleFault(name, chain, origin) : unknownFault(name, partials.names, origin), compilation);
    return undefined;
  }
  const { text, at } = partial;
  const program = readTemplate(text, { ...compilation, text, at });
  return program && { program, text, at, chain: [...chain, name] };
}

function unknownFault(name: string, known: readonly string[], origin: Origin): Fault {
  return languageFault("language/unknown-partial", { name, near: nearest(name, known), known }, { origin });
}

function cycleFault(name: string, chain: readonly string[], origin: Origin): Fault {
  const names = [...chain.slice(chain.indexOf(name)), name];
  return languageFault("language/partial-cycle", { names }, { origin });
}
