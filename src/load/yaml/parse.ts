import { LineCounter, parseAllDocuments, type YAMLError } from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Node } from "./node.ts";
import { convert, MAX_NODES, originOf, OWN_TAGS, type Context } from "./convert.ts";
import { syntaxFault } from "./syntax-fault.ts";

interface Parsed {
  /** Undefined if the file is empty or is not valid YAML. */
  readonly node: Node | undefined;
  readonly faults: readonly Fault[];
}

/** Parses one YAML 1.2 document with the position of every part. */
export function parseYaml(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const customTags = OWN_TAGS.map((tag) => ({ tag, resolve: (value: string) => value }));
  const parsed = parseAllDocuments(text, { version: "1.2", lineCounter: lines, merge: false, customTags });
  const [document, second] = Array.isArray(parsed) ? parsed : [];
  if (!document) return { node: undefined, faults: [] };
  const rows = text.split(/\r?\n/);
  const context: Context = { text, rows, file, lines, document, faults: [], open: new Set(), remaining: MAX_NODES };
  const faults = syntaxFaults(document.errors, context);
  if (faults.length > 0) return { node: undefined, faults };
  if (second) {
    const at = originOf(context, second.range[0], second.range[0] + 1);
    return { node: undefined, faults: [loadFault("load/two-documents", {}, { origin: at })] };
  }
  const node = document.contents === null ? undefined : convert(document.contents, context);
  return { node, faults: [...duplicates(document.errors, context), ...context.faults] };
}

/** Reports only the first syntax error, because the others are mostly its consequences. */
function syntaxFaults(errors: readonly YAMLError[], context: Context): Fault[] {
  const first = errors.find((error) => error.code !== "DUPLICATE_KEY");
  if (!first) return [];
  return [syntaxFault(first, context.text, originOf(context, first.pos[0], first.pos[1]))];
}

function duplicates(errors: readonly YAMLError[], context: Context): Fault[] {
  return errors.map(({ pos }) => {
    const key = /^[^\s:]+/.exec(context.text.slice(pos[0]))?.[0] ?? "";
    const origin = originOf(context, pos[0], pos[0] + key.length);
    return loadFault("load/duplicate-key", { key }, { origin });
  });
}
