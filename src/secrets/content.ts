import { isMap, isScalar, LineCounter, parseDocument, stringify, type Pair } from "yaml";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, collect, good, type Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import { Secret } from "../model/secret.ts";

/** One secret of the file. */
export interface SecretEntry {
  readonly value: Secret;
  /** Its position in the decrypted text. */
  readonly origin: Origin;
}

/** Secrets by name, in the order of the file. */
export type SecretEntries = ReadonlyMap<string, SecretEntry>;

/** The parser's own search for duplicate keys compares each key with all others. */
const OPTIONS = { version: "1.2", merge: false, uniqueKeys: false } as const;

type OriginOf = (node: unknown) => Origin;

/** Parses decrypted YAML. Faults have names and positions but quote nothing: the parser's messages could contain a value. */
export function parseSecrets(text: string, file: string): Outcome<SecretEntries> {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines, prettyErrors: false });
  const originAt = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), col: Math.max(1, col) };
  };
  const originOf: OriginOf = (node) => originAt((isScalar(node) || isMap(node) ? node.range?.[0] : undefined) ?? 0);
  const [error] = document.errors;
  if (error) return bad(secretsFault("secrets/yaml", { path: file }, { origin: originAt(error.pos[0]) }));
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return good(new Map());
  if (!isMap(contents)) return bad(secretsFault("secrets/not-names", { path: file }));
  const entries = collect(contents.items.map((pair) => readEntry(pair, file, originOf)));
  if (!entries.ok) return entries;
  const found = new Map<string, SecretEntry>();
  for (const [name, entry] of entries.value) {
    if (found.has(name)) return bad(secretsFault("secrets/yaml", { path: file }, { origin: entry.origin }));
    found.set(name, entry);
  }
  return good(found);
}

function readEntry({ key, value }: Pair, file: string, originOf: OriginOf): Outcome<readonly [string, SecretEntry]> {
  const name = isScalar(key) ? key.value : undefined;
  const origin = originOf(key);
  if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name)) {
    return bad(secretsFault("secrets/bad-name", { path: file }, { origin }));
  }
  const text = isScalar(value) ? value.value : undefined;
  if (typeof text !== "string") return bad(secretsFault("secrets/not-text", { name }, { origin }));
  return good([name, { value: new Secret(text), origin }]);
}

/** Adds secrets at the end of the YAML and keeps the rest, comments included. */
export function addToText(text: string, added: ReadonlyMap<string, Secret>): string {
  const document = parseDocument(text, OPTIONS);
  for (const [name, value] of added) document.set(name, value.reveal());
  return document.toString({ lineWidth: 0 });
}

/** All secrets as YAML, in plain text. */
export function secretsText(entries: SecretEntries): string {
  const plain = Object.fromEntries([...entries].map(([name, { value }]) => [name, value.reveal()]));
  return stringify(plain, { version: "1.2", lineWidth: 0 });
}

/** One secret in plain text, on a line of its own. */
export function secretLine({ value }: SecretEntry): string {
  return `${value.reveal()}\n`;
}
