import { isCollection, isMap, isScalar, parseDocument, stringify, type Document, type Node } from "yaml";
import type { Format, Place } from "../../lib/documents/place.ts";

/** Scalars stay as they are written: `0644` does not become 644. */
const AS_WRITTEN = { version: "1.2", uniqueKeys: false, schema: "failsafe" } as const;
const LAYOUT = { lineWidth: 0, flowCollectionPadding: false } as const;
/** Quotes what YAML 1.1 would not take for text, such as `yes`. */
const render = (value: unknown) => stringify(value, { ...LAYOUT, compat: "yaml-1.1" });

/** A scalar is replaced where it stands. For other changes the document is written anew, with its comments. */
export const YAML: Format = {
  name: "YAML",
  write: render,
  put: (text, place, value) =>
    replaceScalar(text, place, value) ?? edited(text, (document) => put(document, place, value)),
  drop: (text, { reached }) => edited(text, (document) => document.deleteIn(names(document, reached))),
};

function replaceScalar(text: string, { node }: Place, value: unknown): string | undefined {
  if (!isScalar(node) || !node.range || node.tag !== undefined || node.anchor !== undefined) return undefined;
  const [start, end] = node.range;
  const isBlock = node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL";
  if (isBlock || start === end || typeof value === "object") return undefined;
  const plain = render(value).trimEnd();
  const isRisky = typeof value === "string" && /[\n,[\]{}]/.test(value);
  return text.slice(0, start) + (isRisky ? JSON.stringify(value) : plain) + text.slice(end);
}

function edited(text: string, edit: (document: Document.Parsed) => void): string {
  const document = parseDocument(text, AS_WRITTEN);
  edit(document);
  return document.toString({ ...LAYOUT, ...layoutOf(text) });
}

/** The spaces of the first indented line, and whether the dashes of a list in a map are indented. */
function layoutOf(text: string) {
  const indent = /^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( +)[^\s#-]/m.exec(text)?.[1]?.length;
  const dash = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- /m.exec(text);
  return {
    ...(indent !== undefined && { indent }),
    indentSeq: dash ? (dash[2] ?? "").length > (dash[1] ?? "").length : true,
  };
}

function put(document: Document.Parsed, { reached, node: old }: Place, value: unknown): void {
  const made = parseDocument(render(value), AS_WRITTEN).contents as Node | null;
  if (reached.length === 0) {
    document.contents = made as Document.Parsed["contents"];
    return;
  }
  const keys = names(document, reached);
  const before = document.getIn(keys, true) as Node | undefined;
  if (old && before && made) {
    if (isScalar(made) && before.comment != null) made.comment = before.comment;
    if (before.commentBefore != null) made.commentBefore = before.commentBefore;
  }
  document.setIn(keys, made);
}

/** The key as the names that the document has: in the schema "failsafe" all of them are text. */
function names(document: Document.Parsed, key: readonly (string | number)[]): readonly (string | number)[] {
  let node: unknown = document.contents;
  return key.map((part) => {
    const name = isMap(node) ? String(part) : part;
    node = isCollection(node) ? node.get(name, true) : undefined;
    return name;
  });
}
