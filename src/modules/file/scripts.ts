import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Answer } from "../../module/answer.ts";
import type { Apply, Probe } from "../../module/contract.ts";
import { read, sequence, write, type Script } from "../../module/script.ts";
import { fields, unexpected, worked } from "../lib/answers.ts";
import { accountFault, lookUpAccounts, setOwnership, type Ownership } from "../lib/path/ownership.ts";
import { ancestorsOf, mountPattern, normalPath, parseMode } from "../lib/path/args.ts";
import { parseStat, statFile, unreadable, type PathState } from "../lib/path/state.ts";

export interface PathArgs extends Ownership {
  readonly path: string;
  readonly state: "file" | "directory" | "link" | "absent";
  readonly src?: string;
}

export interface FoundPath {
  readonly path: PathState;
  /** The folders above that are not there, nearest first. */
  readonly missing: readonly string[];
  /** The nearest thing above that is there and is not a folder. */
  readonly blocked: string | undefined;
  readonly mounted: boolean;
  readonly accounts: Fault | undefined;
}

export function probePath(args: PathArgs): Probe<FoundPath> {
  const path = normalPath(args.path);
  const folders = ancestorsOf(path);
  const mount = `^([^ ]+ ){4}${mountPattern(path)}[ /]`;
  const script = read`f=${path}
${statFile(false)}
${lookUpAccounts(args)}
n=0
for d in ${folders}; do
if [ -d "$d" ]; then break; elif [ -e "$d" ] || [ -h "$d" ]; then echo "blocked $n"; break; fi
n=$((n+1))
done
echo "missing $n"
${args.state === "absent" ? read`grep -qE ${mount} /proc/self/mountinfo 2>/dev/null && echo 'mounted 1'` : read`:`}
[ ! -h "$f" ] || { echo; readlink -n -- "$f"; }
:`;
  return { script, parse: (answer) => parse(args, folders, answer) };
}

function parse(args: PathArgs, folders: readonly string[], answer: Answer): Outcome<FoundPath> {
  const said = fields(answer.stdout);
  const stat = parseStat(said.get("stat"));
  if (!stat || !said.get("missing")) return unexpected(args.path, answer);
  if (stat === "unreadable") return bad(unreadable(args.path, answer));
  const blocked = said.get("blocked");
  return good({
    path: typeof stat === "object" && stat.kind === "link" ? { ...stat, target: said.rest } : stat,
    missing: folders.slice(0, Number(said.get("missing"))),
    blocked: blocked === undefined ? undefined : folders[Number(blocked)],
    mounted: said.get("mounted") === "1",
    accounts: accountFault(args, said),
  });
}

export function applyPath(args: PathArgs, _changes: NonEmpty<Change>, found: FoundPath): Apply {
  const path = normalPath(args.path);
  const steps: readonly Script<"write">[] = [write`f=${path}`, ...make(args, found)];
  return { script: sequence(steps), parse: worked(WORDS[args.state](path)) };
}

const WORDS: Readonly<Record<PathArgs["state"], (path: string) => string>> = {
  file: (path) => `set the attributes of ${path}`,
  directory: (path) => `make the folder ${path}`,
  link: (path) => `make the link ${path}`,
  absent: (path) => `remove ${path}`,
};

function make(args: PathArgs, found: FoundPath): readonly Script<"write">[] {
  const { mode, owner, group, src = "" } = args;
  if (args.state === "absent") return [write`rm -rf -- "$f"`];
  if (args.state === "link") {
    const isThere = typeof found.path === "object" && found.path.target === src;
    return [...(isThere ? [] : [link(src)]), setOwnership({ owner, group })];
  }
  const folder = args.state === "directory" && found.path === "absent" ? [write`mkdir -p -- "$f" || exit`] : [];
  return [...folder, setOwnership({ mode: mode === undefined ? undefined : parseMode(mode), owner, group })];
}

/** Made under a temporary name, then renamed: a link that is there leads to the old place or the new one at every instant. */
function link(src: string): Script<"write"> {
  return write`tmp "$f" && ln -s -- ${src} "$t" && mv -fT -- "$t" "$f" || { rm -f -- "$t"; exit 1; }`;
}
