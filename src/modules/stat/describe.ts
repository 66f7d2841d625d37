import { Unknown } from "../../model/unknown.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { showMode } from "../lib/path/args.ts";
import type { PathState, Present } from "../lib/path/state.ts";

const LATER = new Unknown("an earlier task would write it");

/** The result for a state. Attributes that a prediction does not contain are unknown. */
export function describe(path: string, state: PathState, checksum: boolean): ValueMap {
  if (typeof state === "string") return { exists: false, stat: { exists: false } };
  return {
    exists: true,
    type: state.kind,
    ...attributes(state),
    owner: known(state.owner),
    group: known(state.group),
    ...(state.kind === "file" && checksum && state.sha256 !== undefined && { sha256: state.sha256 }),
    ...(state.kind === "link" && { target: known(state.target) }),
    stat: likeAnsible(path, state),
  };
}

/** The same by Ansible's names, without `checksum`, which is a SHA-1 there. */
function likeAnsible(path: string, state: Present): ValueMap {
  return {
    exists: true,
    path,
    isreg: state.kind === "file",
    isdir: state.kind === "directory",
    islnk: state.kind === "link",
    ...attributes(state),
    uid: known(state.uid),
    gid: known(state.gid),
    pw_name: known(state.owner),
    gr_name: known(state.group),
    ...permissions(state.mode),
    ...(state.kind === "link" && { lnk_target: known(state.target) }),
  };
}

function attributes({ mode, size, mtime }: Present): ValueMap {
  return { mode: mode === undefined ? LATER : showMode(mode), size: known(size), mtime: known(mtime) };
}

const PERMISSIONS: Readonly<Record<string, number>> = {
  ...{ isuid: 0o4000, isgid: 0o2000 },
  ...{ rusr: 0o400, wusr: 0o200, xusr: 0o100 },
  ...{ rgrp: 0o040, wgrp: 0o020, xgrp: 0o010 },
  ...{ roth: 0o004, woth: 0o002, xoth: 0o001 },
};

function permissions(mode: number | undefined): ValueMap {
  const bits = Object.entries(PERMISSIONS);
  return Object.fromEntries(bits.map(([name, bit]) => [name, mode === undefined ? LATER : (mode & bit) !== 0]));
}

function known(value: Value | undefined): Value {
  return value ?? LATER;
}
