import { isDeepStrictEqual } from "node:util";
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { fileFault } from "../../../errors/catalogue/files.ts";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Edited } from "../text-edit/edit.ts";
import type { DocumentArgs, Key } from "./args.ts";

const showKey = (key: Key) => key.join(" → ");

type Parsed = Document.Parsed;

/** Where a key leads in a document: as far as it can be followed. */
export interface Place {
  /** The collection that has the last part of the key that was looked for; undefined for the document as a whole. */
  readonly parent: YAMLMap<Node, Node | null> | YAMLSeq<Node> | undefined;
  /** The index in `parent` of what was found, or where it is to be added. */
  readonly index: number;
  /** What is there; undefined if nothing is. Not the value that is meant unless `rest` is empty. */
  readonly node: Node | undefined;
  /** The parts of the key before `rest`. */
  readonly reached: Key;
  /** The parts of the key below `node`: what is missing. */
  readonly rest: Key;
}

// The parser's own search for equal names compares each with all others.
const OPTIONS = { version: "1.2", uniqueKeys: false, intAsBigInt: true } as const;

/** Parses one document of YAML, or of JSON, which is YAML with stricter rules. An empty text has no value. */
function parseOne(text: string, { path, format }: { readonly path: string; readonly format: string }): Outcome<Parsed> {
  if (format === "JSON" && !isJson(text))
    return bad(fileFault("modules/no-document", { path, format, line: undefined, problem: "" }));
  const document = parseDocument(text, OPTIONS);
  const [error] = document.errors;
  if (!error) return good(document);
  const line = error.linePos?.[0].line;
  const problem =
    error.code === "MULTIPLE_DOCS" ? "another document begins here" : (error.message.split("\n")[0] ?? "");
  return bad(fileFault("modules/no-document", { path, format, line, problem: problem.replace(/ at line .*$/, "") }));
}

function isJson(text: string): boolean {
  if (text.trim() === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Follows a key. */
function findPlace(document: Parsed, path: string, key: Key): Outcome<Place> {
  const misfit = (problem: string, length: number) =>
    bad(fileFault("modules/no-place", { path, key: showKey(key.slice(0, length)), problem }));
  let place: Place = { parent: undefined, index: 0, node: present(document.contents), reached: [], rest: key };
  for (const [depth, part] of key.entries()) {
    const { node } = place;
    if (node === undefined || isNull(node)) return good({ ...place, node });
    if (isAlias(node)) return misfit("is an alias of another value", depth);
    if (isScalar(node)) return misfit("is neither a map nor a list", depth);
    if (isSeq<Node>(node) && typeof part !== "number") return misfit("is a list, which has indexes", depth);
    if (isSeq<Node>(node) && (Number(part) > node.items.length || Number(part) < 0))
      return misfit(`is beyond the list, which has ${node.items.length} items`, depth + 1);
    const collection = node as YAMLMap<Node, Node | null> | YAMLSeq<Node>;
    const found = indexesOf(collection, part);
    if (found.length > 1) return misfit("is there more than once", depth + 1);
    const index = found[0] ?? collection.items.length;
    const item = collection.items[index];
    place = {
      parent: collection,
      index,
      node: item && present(isMap(collection) ? (item as Pair<Node, Node | null>).value : (item as Node)),
      reached: key.slice(0, depth + 1),
      rest: key.slice(depth + 1),
    };
    if (!item) return good(place);
  }
  return good(place);
}

const present = (node: Node | null) => node ?? undefined;

const isNull = (node: Node) => isScalar(node) && node.value === null;

function indexesOf(collection: YAMLMap<Node, Node | null> | YAMLSeq<Node>, part: string | number): readonly number[] {
  if (isSeq(collection)) return Number(part) < collection.items.length ? [Number(part)] : [];
  return collection.items.flatMap(({ key }, index) =>
    isScalar(key) && (key.source ?? String(key.value)) === String(part) ? [index] : [],
  );
}

/** A value with the maps and lists around it that a key names. */
function wrapped(path: string, key: Key, rest: Key, value: unknown): Outcome<unknown> {
  const odd = rest.findIndex((part) => typeof part === "number" && part !== 0);
  if (odd >= 0) {
    const shown = showKey(key.slice(0, key.length - rest.length + odd + 1));
    return bad(fileFault("modules/no-place", { path, key: shown, problem: "is beyond the list, which is new" }));
  }
  return good(rest.reduceRight((inner, part) => (part === 0 ? [inner] : { [part]: inner }), value));
}

/** Whether the node has this value. */
function isEqual(node: Node, document: Parsed, value: unknown): boolean {
  const wanted = parseDocument(stringify(value), OPTIONS);
  return isDeepStrictEqual(node.toJS(document), wanted.toJS());
}

/** What `editDocument` asks for: how a format is written. */
export interface Format {
  readonly name: "JSON" | "YAML";
  /** A file with only this value. */
  write(value: unknown): string;
  /** The text with a value, wrapped as needed, at the place. */
  put(text: string, place: Place, value: unknown): string;
  /** The text without what is at the place. */
  drop(text: string, place: Place): string;
}

/** The text with the value, or without it. */
export function editDocument(args: DocumentArgs, text: string | undefined, format: Format): Outcome<Edited> {
  const { path, key, state, value } = args;
  if (text === undefined && state === "absent") return good({ text, msg: "" });
  if (text === undefined && !args.create)
    return bad(moduleFault("modules/nothing-to-edit", { path, create: true }, { missing: true }));
  const parsed = parseOne(text ?? "", { path, format: format.name });
  if (!parsed.ok) return parsed;
  const found = findPlace(parsed.value, path, key);
  if (!found.ok) return found;
  const place = found.value;
  const isThere = place.rest.length === 0 && place.parent?.items[place.index] !== undefined;
  if (state === "absent") return good(isThere ? removed(text ?? "", place, key, format) : { text, msg: "" });
  if (isThere && place.node && isEqual(place.node, parsed.value, value)) return good({ text, msg: "" });
  const whole = wrapped(path, key, place.rest, value);
  if (!whole.ok) return whole;
  const msg = `${isThere ? "change" : "add"} ${showKey(key)}`;
  const isEmpty = (text ?? "").trim() === "";
  return good({ text: isEmpty ? format.write(whole.value) : format.put(text ?? "", place, whole.value), msg });
}

const removed = (text: string, place: Place, key: Key, format: Format): Edited => ({
  text: format.drop(text, place),
  msg: `remove ${showKey(key)}`,
});
