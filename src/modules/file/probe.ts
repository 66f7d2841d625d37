import { type Fault, type Outcome, bad, good } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { read } from "../../module/script.ts";
import { ancestorsOf, mountPattern, normalPath } from "../lib/path/args.ts";
import { accountFault, lookUpAccounts } from "../lib/path/ownership.ts";
import { type PathState, parseStat, statFile, unreadable } from "../lib/path/state.ts";
import { fields, unexpected } from "../lib/script-output.ts";
import type { PathArgs } from "./args.ts";

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
