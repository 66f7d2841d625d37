import type { ASTNode } from "@marcbachmann/cel-js";
import { FUNCTION_BY_NAME } from "../functions/table.ts";
import { nodesIn } from "./nodes.ts";

/** The names of files in an expression's text: `text.slice(start, end)`. */
interface FoundFiles {
  readonly by: string;
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The files that calls without a default name literally, as in `file("motd.txt")` and `"motd.txt".file()`. */
export function filesIn(ast: ASTNode): readonly FoundFiles[] {
  return nodesIn(ast).flatMap((node) => {
    const { by, args } = callOf(node);
    const [name] = args;
    if (!name || args.length !== 1 || FUNCTION_BY_NAME.get(by)?.files !== true) return [];
    const names = textsIn(name);
    return names ? [{ by, names, start: name.start, end: name.end }] : [];
  });
}

function callOf(node: ASTNode): { readonly by: string; readonly args: readonly ASTNode[] } {
  if (node.op === "call") return { by: node.args[0], args: node.args[1] };
  if (node.op === "rcall") return { by: node.args[0], args: [node.args[1], ...node.args[2]] };
  return { by: "", args: [] };
}

/** The text, or the texts of the list; undefined if a part of it is computed. */
function textsIn(node: ASTNode): readonly string[] | undefined {
  if (node.op === "value") return typeof node.args === "string" ? [node.args] : undefined;
  if (node.op !== "list") return undefined;
  const texts = node.args.flatMap((item) => (item.op === "value" && typeof item.args === "string" ? [item.args] : []));
  return texts.length === node.args.length ? texts : undefined;
}
