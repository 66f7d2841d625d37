import { isMap, isScalar, LineCounter, parseDocument, stringify, type Pair } from "yaml";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, collect, good, type Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import { Secret } from "../model/secret.ts";

export interface SecretEntry {
  readonly value: Secret;
  /** The line in the decrypted text. */
  readonly origin: Origin;
}

export type SecretEntries = ReadonlyMap<string, SecretEntry>;

type Place = (node: unknown) => Origin;

/** Reads decrypted YAML. Its faults name places and names, and quote nothing: the parser's own words could hold a value. */
export function parseSecrets(text: string, file: string): Outcome<SecretEntries> {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", lineCounter: lines, merge: false, prettyErrors: false });
  const originOf = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), col: Math.max(1, col) };
  };
  const place: Place = (node) => originOf((isScalar(node) || isMap(node) ? node.range?.[0] : undefined) ?? 0);
  const [wrong] = document.errors;
  if (wrong) return bad(secretsFault("secrets/yaml", { path: file }, { origin: originOf(wrong.pos[0]) }));
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return good(new Map());
  if (!isMap(contents)) return bad(secretsFault("secrets/not-names", { path: file }));
  const entries = collect(contents.items.map((pair) => readEntry(pair, file, place)));
  return entries.ok ? good(new Map(entries.value)) : entries;
}

function readEntry({ key, value }: Pair, file: string, place: Place): Outcome<readonly [string, SecretEntry]> {
  const name = isScalar(key) ? key.value : undefined;
  const origin = place(key);
  if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name)) {
    return bad(secretsFault("secrets/bad-name", { path: file }, { origin }));
  }
  const text = isScalar(value) ? value.value : undefined;
  if (typeof text !== "string") return bad(secretsFault("secrets/not-text", { name }, { origin }));
  return good([name, { value: new Secret(text), origin }]);
}

/** The YAML with further secrets at its end; what a person wrote into it stays, comments too. */
export function addToText(text: string, added: ReadonlyMap<string, Secret>): string {
  const document = parseDocument(text, { version: "1.2", merge: false });
  for (const [name, value] of added) document.set(name, value.reveal());
  return document.toString({ lineWidth: 0 });
}

export function secretsText(entries: SecretEntries): string {
  const plain = Object.fromEntries([...entries].map(([name, { value }]) => [name, value.reveal()]));
  return stringify(plain, { version: "1.2", lineWidth: 0 });
}
