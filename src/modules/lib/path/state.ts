import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Predicted } from "../../../module/contract.ts";
import { tail } from "../script-output.ts";
import { ancestorsOf, parseMode, showMode } from "./args.ts";

type PathKind = "file" | "directory" | "link" | "other";

/** An existing path. Fields that are missing are not known (yet). */
export interface Present {
  readonly kind: PathKind;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly owner?: string;
  readonly group?: string;
  readonly size?: number;
  readonly mtime?: number;
  readonly sha256?: string;
  readonly text?: string;
  readonly target?: string;
}

export type PathState = "absent" | "unreadable" | Present;

/** The fault for a path that stat cannot read. */
export function unreadable(path: string, { stderr }: Answer): Fault {
  return moduleFault("modules/stat-failed", { path }, { details: tail(stderr) });
}

const KINDS: Readonly<Record<string, PathKind>> = { "8": "file", "4": "directory", a: "link" };

export function parseStat(line: string | undefined): PathState | undefined {
  if (line === "absent" || line === "unreadable") return line;
  const found = /^([0-9a-f]+):(\d+):(\d+):(\d+):(-?\d+):([^:]*):([^:]*)$/.exec(line ?? "");
  if (!found) return undefined;
  const [, raw = "", uid, gid, size, mtime, owner = "", group = ""] = found;
  return {
    kind: KINDS[raw.slice(0, -3)] ?? "other",
    mode: Number.parseInt(raw, 16) & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    owner: owner === "UNKNOWN" ? String(uid) : owner,
    group: group === "UNKNOWN" ? String(gid) : group,
    size: Number(size),
    mtime: Number(mtime),
  };
}

/** The path's state after the changes that check mode has predicted for it or for a folder above it. */
export function withPredicted(state: PathState, predicted: Predicted, path: string): PathState | Unknown {
  const own = predicted.get({ kind: "path", name: path });
  if (own !== undefined) return fromValue(own);
  for (const name of ancestorsOf(path)) {
    const above = predicted.get({ kind: "path", name });
    if (above === undefined) continue;
    const known = fromValue(above);
    if (known === "absent" || known instanceof Unknown) return known;
    if (typeof known === "object" && known.kind === "link") return new Unknown(`${name} becomes a symbolic link`);
  }
  return state;
}

/** Reads a change's `after` on a path: null, or a value from `toValue`. */
function fromValue(value: Value): PathState | Unknown {
  if (value === null) return "absent";
  if (value instanceof Unknown) return value;
  if (!isMap(value)) return new Unknown("its future content is not known");
  const text = (key: string) => (typeof value[key] === "string" ? { [key]: value[key] } : {});
  return {
    kind: KIND_NAMES.find((kind) => kind === value["type"]) ?? "other",
    ...(typeof value["mode"] === "string" && { mode: parseMode(value["mode"]) }),
    ...(typeof value["size"] === "number" && { size: value["size"] }),
    ...text("owner"),
    ...text("group"),
    ...text("sha256"),
    ...text("text"),
    ...text("target"),
  };
}

const KIND_NAMES: readonly PathKind[] = ["file", "directory", "link", "other"];

/** The form in which changes describe a path. */
export function toValue(state: PathState): ValueMap | null {
  if (typeof state === "string") return null;
  const { kind, mode, owner, group, size, sha256, text, target } = state;
  return {
    type: kind,
    ...(target !== undefined && { target }),
    ...(mode !== undefined && kind !== "link" && { mode: showMode(mode) }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(size !== undefined && kind === "file" && { size }),
    ...(sha256 !== undefined && { sha256 }),
    ...(text !== undefined && { text }),
  };
}
