import { createHash } from "node:crypto";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { armored, hasId, isArmored, keysIn, type PublicKey } from "../../lib/openpgp/keys.ts";
import { normalPath } from "../../lib/path/args.ts";
import { toValue } from "../../lib/path/state.ts";
import { type Args, idOf } from "./args.ts";

export interface State {
  /** The files of keys, by path. */
  readonly rings: ReadonlyMap<string, Buffer>;
  /** The key to trust, or to remove; undefined if it need not be known. */
  readonly key: Buffer | undefined;
  readonly isRoot: boolean;
}

const FOLDER = "/etc/apt/trusted.gpg.d";

/** The files of its own that a key may be in. apt tells armored keys from binary ones by the end of the name. */
export function ownFiles(args: Args): readonly string[] {
  const name = idOf(args) ?? nameOfUrl(args.url ?? "");
  return [`${FOLDER}/${name}.asc`, `${FOLDER}/${name}.gpg`];
}

const nameOfUrl = (url: string) =>
  url
    .replace(/^https?:\/\//, "")
    .replace(/\.(asc|gpg)$/, "")
    .replace(/[^A-Za-z0-9]+/g, "_");

const setting = (fingerprint: string) => ({ kind: "setting", name: `apt-key/${fingerprint}` }) as const;

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const keys = wantedKeys(args, state);
  const result = { fingerprints: keys.map(({ fingerprints: [own] }) => own) };
  const fault = keyFault(args, state, keys);
  if (fault) return { changes: [], result, fault };
  const open = keys.filter((key) => isTrusted(key, state, predicted) !== (args.state === "present"));
  if (open.length === 0) return { changes: [], result };
  const files = [...newRings(args, state)];
  const unknown = files
    .map(([path]) => predicted.get({ kind: "path", name: path }))
    .find((each) => each instanceof Unknown);
  if (unknown instanceof Unknown) return { changes: [], result, unpredictable: unknown.reason };
  if (!state.isRoot)
    return { changes: [], result, fault: systemFault("modules/not-root", { what: "change apt's keys" }) };
  const verb = args.state === "present" ? "trust" : "no longer trust";
  const settings = open.map(({ fingerprints: [own] }): Change => ({
    resource: setting(own),
    summary: `${verb} the key ${own} for all sources`,
    before: args.state === "present" ? "absent" : "present",
    after: args.state,
  }));
  return {
    changes: [...settings, ...files.map(([path, bytes]) => fileChange(path, state.rings.get(path), bytes))],
    result,
  };
}

/** The keys that the task is about. */
function wantedKeys(args: Args, { rings, key }: State): readonly PublicKey[] {
  const id = idOf(args);
  if (key !== undefined) return keysIn(key);
  if (args.state === "present") return ownFiles(args).flatMap((path) => keysIn(rings.get(path) ?? Buffer.alloc(0)));
  const all = [...rings.values()].flatMap(keysIn);
  return all.filter(
    (each, index) =>
      id !== undefined &&
      hasId(each, id) &&
      all.findIndex(({ fingerprints: [own] }) => own === each.fingerprints[0]) === index,
  );
}

function keyFault(args: Args, { key }: State, keys: readonly PublicKey[]): Fault | undefined {
  const id = idOf(args);
  const from = args.url ?? args.file ?? "`data`";
  if (keys.length === 0 && (key !== undefined || args.state === "present"))
    return systemFault("modules/no-key", { url: key === undefined ? (ownFiles(args)[0] ?? "") : from });
  return id !== undefined && args.state === "present" && !keys.some((each) => hasId(each, id))
    ? systemFault("modules/other-key", { from, id })
    : undefined;
}

function isTrusted({ fingerprints: [own] }: PublicKey, { rings }: State, predicted: Predicted): boolean {
  const later = predicted.get(setting(own));
  if (later !== undefined) return later === "present";
  return [...rings.values()].some((ring) => keysIn(ring).some((each) => each.fingerprints[0] === own));
}

/** The new content of each file that changes; null: it is removed. */
export function newRings(args: Args, state: State): ReadonlyMap<string, Buffer | null> {
  const wanted = wantedKeys(args, state);
  const isWanted = ({ fingerprints: [own] }: PublicKey) => wanted.some((each) => each.fingerprints[0] === own);
  if (args.state === "present") return state.key === undefined ? new Map() : withKey(args, state.key, state.rings);
  return new Map(
    [...state.rings].flatMap(([path, ring]) => {
      const keys = keysIn(ring);
      const kept = keys.filter((key) => !isWanted(key));
      if (kept.length === keys.length) return [];
      return [[path, kept.length === 0 ? null : ringOf(path, kept)] as const];
    }),
  );
}

/** A key in a file of its own is stored as it came; a file with other keys gets it without armor. */
function withKey(args: Args, key: Buffer, rings: State["rings"]): ReadonlyMap<string, Buffer> {
  if (args.keyring === undefined) {
    const [own] = keysIn(key);
    const [asc = "", gpg = ""] =
      args.id === undefined && args.url === undefined
        ? ownFiles({ ...args, id: own?.fingerprints[0] ?? "" })
        : ownFiles(args);
    return new Map([[isArmored(key) ? asc : gpg, key]]);
  }
  const path = normalPath(args.keyring);
  const old = rings.get(path);
  if (path.endsWith(".asc") && old === undefined) return new Map([[path, key]]);
  return new Map([[path, ringOf(path, [...(old ? keysIn(old) : []), ...keysIn(key)])]]);
}

/** The name says whether the file has to be armored. */
function ringOf(path: string, keys: readonly PublicKey[]): Buffer {
  const bytes = Buffer.concat(keys.map((each) => each.bytes));
  return path.endsWith(".asc") ? armored(bytes) : bytes;
}

function fileChange(path: string, before: Buffer | undefined, after: Buffer | null): Change {
  const value = (bytes: Buffer) =>
    toValue({
      kind: "file",
      mode: 0o644,
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
  return {
    resource: { kind: "path", name: path },
    summary: `${after === null ? "remove" : "write"} ${path}`,
    before: before ? value(before) : null,
    after: after ? value(after) : null,
  };
}
