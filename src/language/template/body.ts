import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { showOrigin, type Origin } from "../../model/origin.ts";
import { describe } from "../describe.ts";
import { expose } from "../exposure.ts";
import { requireAllKnown, abortWith } from "../evaluation-aborted.ts";
import { Misuse } from "../helper-arguments.ts";
import { BLOCK_BY_NAME, BLOCK_TEXTS, blockMisuse, SET, type BlockHelper } from "./blocks.ts";
import { conditionHint } from "../jinja/hints.ts";
import { originOf, recordFault, sourceOf, unsupported, enterLevel, type Compilation } from "./compilation.ts";
import { writeText, type Frame, type Write } from "./frame.ts";
import { compileOperand } from "./operand.ts";
import {
  isType,
  nameOf,
  type Block,
  type Mustache,
  type Node,
  type Partial,
  type Path,
  type Program,
} from "./parse.ts";
import { compilePartial } from "./partial.ts";
import { compileSet } from "./set.ts";
import { textOf } from "../text.ts";

type Content = hbs.AST.ContentStatement;

const writeNothing: Write = () => undefined;

/** Compiles a template or the body of a block. */
export function compileProgram(program: Program | undefined, compilation: Compilation): Write {
  const writes = (program?.body ?? []).map((statement) => compileStatement(statement, compilation));
  const [only, ...others] = writes;
  if (!only) return writeNothing;
  if (others.length === 0) return only;
  return (frame) => {
    for (const write of writes) write(frame);
  };
}

function compileStatement(node: Node, compilation: Compilation): Write {
  if (isType<Content>(node, "ContentStatement")) return (frame) => writeText(frame, node.value);
  if (isType<Mustache>(node, "MustacheStatement")) return compileMustache(node, compilation);
  if (isType<Block>(node, "BlockStatement")) return compileBlock(node, compilation);
  if (node.type === "CommentStatement") return writeNothing;
  if (isType<Partial>(node, "PartialStatement")) return compilePartial(node, compilation, compileProgram);
  const what = node.type.startsWith("Decorator") ? "decorators ({{* }})" : "partials with a body ({{#> }})";
  return unsupported(node, what, "Write the text here, or render a separate template file.", compilation);
}

function compileMustache(node: Mustache, compilation: Compilation): Write {
  const evaluate = compileOperand(node, compilation);
  const origin = originOf(node.path, compilation);
  return (frame) => {
    const value = requireAllKnown(evaluate(frame));
    if (value === null) throw abortWith(nullFault(node, origin, frame));
    const text = textOf(expose(value, frame.run.exposure));
    if (text === undefined) throw abortWith(languageFault("language/not-text", { what: describe(value) }, { origin }));
    writeText(frame, text);
  };
}

/** Null in text is a variable without a value, not an empty string: a lone `{{ path }}` keeps it. */
function nullFault(node: Mustache, origin: Origin, { run }: Frame): Fault {
  const name = isType<Path>(node.path, "PathExpression") ? node.path.original : "null";
  const set = run.scope.origin?.(name.split(".")[0] ?? name);
  const details = set && [`${name} is set at ${showOrigin(set)}`];
  return languageFault("language/null-in-text", { name }, { origin, details });
}

function compileBlock(node: Block, compilation: Compilation): Write {
  const name = nameOf(node);
  if (isRaw(node)) return compileProgram(node.program, compilation);
  if (name === SET.name) return compileSet(node, compilation, compileProgram);
  const block = BLOCK_BY_NAME.get(name);
  if (!block) return unknownBlock(node, compilation);
  const [subject] = node.params;
  const problem = blockProblem(node, block);
  if (problem !== undefined || !subject)
    return recordFault(
      blockMisuse(block, problem ?? "", originOf(node.path, compilation), insteadOf(node, compilation)),
      compilation,
    );
  // Contrary to the parser's types, both programs can be missing: `{{^if x}}` has no body, most blocks have no {{else}}.
  const body = node.program as Program | undefined;
  const parameters = body?.blockParams ?? [];
  const inside = block.level ? enterLevel(compilation, { kind: block.level, parameters }) : compilation;
  const write = block.write({
    subject: compileOperand(subject, compilation),
    body: compileProgram(body, inside),
    otherwise: compileProgram(node.inverse, compilation),
    includeZero: includesZero(node),
  });
  return withMisuseFaults(write, block, originOf(subject, compilation));
}

/** `{{{{raw}}}} … {{{{/raw}}}}`: the parser leaves its body unparsed and gives the block no strip flags. */
function isRaw({ path, openStrip }: Block): boolean {
  return path.original === "raw" && !("open" in openStrip);
}

/** Turns a misuse of the block at run time into a fault. */
function withMisuseFaults(write: Write, block: BlockHelper, origin: Origin): Write {
  return (frame) => {
    try {
      write(frame);
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      throw abortWith(blockMisuse(block, error.problem, origin));
    }
  };
}

function blockProblem(node: Block, { name, level }: BlockHelper): string | undefined {
  if (node.params.length !== 1) return `takes 1 argument, not ${node.params.length}`;
  const parameters = (node.program as Program | undefined)?.blockParams as readonly string[] | undefined;
  if (parameters && !level) return "has no block parameters (`as |name|`)";
  const named = namedArguments(node).filter((key) => level !== undefined || key !== "includeZero");
  return named.length > 0
    ? `takes no \`${named.join("`, `")}\`` + (name === "if" ? ", only `includeZero`" : "")
    : undefined;
}

function namedArguments({ hash }: Block): readonly string[] {
  // Contrary to the parser's types, `hash` is missing if there are no named arguments.
  return ((hash as hbs.AST.Hash | undefined)?.pairs ?? []).map(({ key }) => key);
}

function includesZero({ hash }: Block): boolean {
  const pair = ((hash as hbs.AST.Hash | undefined)?.pairs ?? []).find(({ key }) => key === "includeZero");
  return pair !== undefined && (pair.value as hbs.AST.BooleanLiteral).value;
}

/** What to write instead of a block whose condition is Jinja: `{{#if a and b}}`. */
function insteadOf(node: Block, compilation: Compilation): string | undefined {
  const source = sourceOf(node, compilation);
  const [, block, condition] = /^\{\{~?#\s*(if|unless)\s+([^]*?)~?\}\}/.exec(source) ?? [];
  return block !== undefined && condition !== undefined && node.params.length > 1
    ? conditionHint(block, condition)
    : undefined;
}

function unknownBlock(node: Block, compilation: Compilation): Write {
  const name = nameOf(node);
  const known = BLOCK_TEXTS.map((block) => block.name);
  const origin = originOf(node.path, compilation);
  const parameters = { name: `#${name}`, near: nearest(name, known), known: known.map((block) => `#${block}`) };
  return recordFault(languageFault("language/unknown-helper", parameters, { origin }), compilation);
}
