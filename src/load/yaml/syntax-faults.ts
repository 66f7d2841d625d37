import { isCollection, visit, type Document, type YAMLError } from "yaml";
import type { Fault } from "../../errors/fault.ts";
import { originOf, type Context } from "./convert.ts";
import type { SyntaxError } from "./syntax-error.ts";
import { syntaxFault } from "./syntax-fault.ts";

/** Errors that concern one value, so that the rest of the file is read correctly. */
const LOCAL = new Set<YAMLError["code"]>(["BAD_SCALAR_START", "BAD_DQ_ESCAPE", "BLOCK_AS_IMPLICIT_KEY"]);

/**
 * The syntax errors of a document: one per line. Of the errors that change how the rest of the file is read, only the first is
 * reported, because the others are mostly its consequences.
 */
export function syntaxFaults(document: Document, context: Context): Fault[] {
  if (document.errors.length === 0) return [];
  const rows = context.text.split(/\r?\n/);
  const reported = new Set<number>();
  const found: Fault[] = [];
  let structural = false;
  for (const error of [...document.errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const local = LOCAL.has(error.code);
    const described = { ...describe(error, document, context), rows };
    if (reported.has(described.origin.line) || (structural && !local)) continue;
    const fault = syntaxFault(described);
    structural ||= !local && fault.code !== "load/unquoted-template";
    reported.add(described.origin.line).add(fault.origin?.line ?? 0);
    found.push(fault);
  }
  return found;
}

function describe(error: YAMLError, document: Document, context: Context): Omit<SyntaxError, "rows"> {
  const { code, message, pos } = error;
  const start = startOfUnclosed(error, document, context);
  const opened = start === undefined ? undefined : originOf(context, start, start + 1);
  const several = document.errors.some((other) => other.code === "MULTILINE_IMPLICIT_KEY" && other.pos[0] === pos[0]);
  return { code, message: message.split(/\n/)[0] ?? "", origin: originOf(context, ...pos), opened, multiline: several };
}

/** The offset of the quote or bracket that an error reports as not closed. */
function startOfUnclosed({ message, pos }: YAMLError, document: Document, { text }: Context): number | undefined {
  if (!/^Missing closing|^Flow .* must be|^Flow .* and end with/.test(message)) return undefined;
  let start: number | undefined;
  visit(document, {
    Node(_, node) {
      const [from, to] = node.range ?? [0, 0];
      const quoted = !isCollection(node) && /["']/.test(text[from] ?? "") && to >= pos[0];
      const flow = isCollection(node) && /[[{]/.test(text[from] ?? "") && to >= pos[0];
      if ((quoted || flow) && from < pos[0]) start = from;
    },
  });
  return start;
}
