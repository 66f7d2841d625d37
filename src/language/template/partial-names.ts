import { limitFault } from "./limits.ts";
import { isType, parseTemplate, type Block, type Node, type Partial, type Path, type Program } from "./parse.ts";

const NOWHERE = { file: "", line: 1, col: 1 };

/** The names of the partials that a template uses; none if it has a syntax error, which compiling it reports. */
export function partialNames(text: string): string[] {
  const parsed = text.includes("{{") && !limitFault(text, NOWHERE) ? parseTemplate(text, NOWHERE) : undefined;
  return parsed?.ok ? [...new Set(namesIn(parsed.program))] : [];
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
