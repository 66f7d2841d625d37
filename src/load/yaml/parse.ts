import { LineCounter } from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Node } from "./node.ts";
import { composeWithinLimits } from "./compose.ts";
import { convert, originOf, OWN_TAGS, type Context } from "./convert.ts";
import { MAX_DEPTH, MAX_NODES, MAX_TOKENS } from "./limits.ts";
import { syntaxFaults } from "./syntax-faults.ts";

interface Parsed {
  /** Undefined if the file is empty or is not valid YAML. */
  readonly node: Node | undefined;
  readonly faults: readonly Fault[];
}

const customTags = OWN_TAGS.map((tag) => ({ tag, resolve: (value: string) => value }));
// `convert` finds duplicate keys: the parser's own search compares each key with all others.
const OPTIONS = { version: "1.2", merge: false, uniqueKeys: false, customTags } as const;

/** Parses one YAML 1.2 document with the position of every part. */
export function parseYaml(text: string, file: string): Parsed {
  const version = versionFault(text, file);
  if (version) return failed(version);
  const lines = new LineCounter();
  const composed = composeWithinLimits(text, lines, OPTIONS);
  if (!composed.ok) return failed(limitFault(composed.excess, { lines, file }));
  const [document, second] = composed.documents;
  if (!document) return { node: undefined, faults: [] };
  const context: Context = {
    text,
    file,
    lines,
    faults: [],
    anchors: new Map(),
    open: new Set(),
    expanding: 0,
    remaining: MAX_NODES,
  };
  const faults = syntaxFaults(document, context);
  if (faults.length > 0) return failed(...faults);
  if (second) {
    const origin = originOf(context, second.range[0], second.range[0] + 1);
    return failed(loadFault("load/two-documents", {}, { origin }));
  }
  const node = document.contents === null ? undefined : convert(document.contents, context);
  return { node, faults: context.faults };
}

function failed(...faults: readonly Fault[]): Parsed {
  return { node: undefined, faults };
}

/** `%YAML 1.1` would change what `no` and `2001-01-01` mean. */
function versionFault(text: string, file: string): Fault | undefined {
  const row = /(?:[ \t\r]*(?:#[^\n]*)?|%[^\n]*)(?:\n|$)/y;
  for (let line = 1; row.lastIndex < text.length; line++) {
    const [found] = row.exec(text) ?? [];
    if (found === undefined) return undefined;
    if (/^%YAML\b(?!\s+1\.2\s)/.test(found))
      return loadFault("load/yaml-version", {}, { origin: { file, line, col: 1 } });
  }
  return undefined;
}

type Excess = Extract<ReturnType<typeof composeWithinLimits>, { ok: false }>["excess"];

function limitFault({ limit, offset }: Excess, place: Pick<Context, "lines" | "file">): Fault {
  const origin = originOf(place, offset, offset + 1);
  return limit === "depth"
    ? loadFault("load/too-deep", { limit: MAX_DEPTH }, { origin })
    : loadFault("load/too-long", { limit: MAX_TOKENS }, { origin });
}
