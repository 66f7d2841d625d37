import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply } from "../../module/contract.ts";
import { type Script, sequence, write } from "../../module/script.ts";
import { normalPath, parseMode } from "../lib/path/args.ts";
import { setOwnership } from "../lib/path/ownership.ts";
import { worked } from "../lib/script-output.ts";
import type { PathArgs } from "./args.ts";
import type { FoundPath } from "./probe.ts";

export function applyPath(args: PathArgs, _changes: NonEmpty<Change>, found: FoundPath): Apply {
  const path = normalPath(args.path);
  const steps: readonly Script<"write">[] = [write`file=${path}`, ...make(args, found)];
  return { script: sequence(steps), parse: worked(STEP_NAMES[args.state](path)) };
}

const STEP_NAMES: Readonly<Record<PathArgs["state"], (path: string) => string>> = {
  file: (path) => `set the attributes of ${path}`,
  directory: (path) => `make the folder ${path}`,
  link: (path) => `make the link ${path}`,
  absent: (path) => `remove ${path}`,
};

function make(args: PathArgs, found: FoundPath): readonly Script<"write">[] {
  const { mode, owner, group, src = "" } = args;
  if (args.state === "absent") return [write`rm -rf -- "$file"`];
  if (args.state === "link") {
    const exists = typeof found.path === "object" && found.path.target === src;
    return [...(exists ? [] : [link(src)]), setOwnership({ owner, group })];
  }
  const folder = args.state === "directory" && found.path === "absent" ? [write`mkdir -p -- "$file" || exit`] : [];
  return [...folder, setOwnership({ mode: mode === undefined ? undefined : parseMode(mode), owner, group })];
}

/** Creates the link under a temporary name and renames it, so that an existing link is replaced atomically. */
function link(src: string): Script<"write"> {
  return write`tmp "$file" && ln -s -- ${src} "$t" && mv -fT -- "$t" "$file" || { rm -f -- "$t"; exit 1; }`;
}
