import { newCompilation } from "./compilation.ts";
import { isType, type Block, type Node, type Partial, type Path, type Program } from "./parse.ts";
import { readTemplate } from "./read.ts";

const NOWHERE = { file: "", line: 1, col: 1 };

/** The names of the partials that a template uses. What is wrong in it is left out, as by compiling it, which reports it. */
export function partialNames(text: string): string[] {
  if (!/\{\{[~#\s]*>/.test(text)) return [];
  return [...new Set(namesIn(readTemplate(text, newCompilation(text, NOWHERE))))];
}

function namesIn(program: Program | undefined): string[] {
  return (program?.body ?? []).flatMap((node) => namesOf(node));
}

function namesOf(node: Node): string[] {
  if (isType<Partial>(node, "PartialStatement")) {
    return isType<Path>(node.name, "PathExpression") ? [node.name.original] : [];
  }
  return isType<Block>(node, "BlockStatement") ? [...namesIn(node.program), ...namesIn(node.inverse)] : [];
}
