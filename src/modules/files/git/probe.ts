import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { lengthFault, parseObstacle, trust, type Obstacle } from "../../lib/path/walk.ts";
import { fields, tail, unexpected, type Fields } from "../../lib/script-output.ts";
import type { GitArgs } from "./args.ts";
import { runGit } from "./environment.ts";

/** What is in `dest`, and what the repository has under the version's name. */
export interface GitState {
  readonly hasGit: boolean;
  readonly dest: "absent" | "empty" | "copy" | "other";
  /** The commit that is checked out, if there is one. */
  readonly head: string | undefined;
  /** The repository that the copy is of. */
  readonly url: string | undefined;
  /** Whether tracked files were changed. */
  readonly isModified: boolean;
  readonly obstacle: Obstacle | undefined;
  /** Names in the repository, and the commits or tags that they mean. */
  readonly refs: ReadonlyMap<string, string>;
  /** The default branch. */
  readonly branch: string | undefined;
  /** The exit status of the question, and what git said, if the repository did not answer. */
  readonly failure: { readonly exit: number; readonly details: readonly string[] } | undefined;
}

export function probeGit(args: GitArgs): Probe<GitState> {
  const script = read`with_environment command -v git >/dev/null 2>&1 || { echo 'git no'; exit 0; }
echo 'git yes'
${runGit(args, true)}
${look(args)}
${ask(args)}
echo 'done 1'`;
  return { script, parse: (answer) => parse(args, answer) };
}

function look(args: GitArgs): Script<"read"> {
  return read`${trust(args)}
if enter ${normalPath(args.dest)}; then
if [ -e ./.git ]; then
echo 'dest copy'
if head=$(run_git 60 rev-parse -q --verify HEAD 2>&1); then echo "head $head"; else case $head in *ownership*) printf '%s\\n' "$head" >&2; exit 1 ;; esac; fi
if url=$(run_git 60 config --get remote.origin.url); then echo "url $url"; fi
changes=$(run_git 300 status --porcelain --untracked-files=no) || exit
[ -z "$changes" ] || echo 'modified 1'
else
found=$(ls -A . | head -n 1)
if [ -n "$found" ]; then echo 'dest other'; else echo 'dest empty'; fi
fi
elif [ "$obstacle" = missing ]; then echo 'dest absent'
else report; fi
cd /`;
}

/** Asks only if the answer matters: a copy that is not to be updated, or has the wanted commit, needs none. */
function ask({ repo, version, update }: GitArgs): Script<"read"> {
  const names = ["HEAD", `refs/heads/${version}`, `refs/tags/${version}`, `refs/tags/${version}^{}`];
  const isKept = update ? read`[ "\${head:-none}" = ${version} ]` : read`[ -n "\${head:-}" ]`;
  return read`if ! ${isKept}; then
run_git 120 ls-remote --symref -- ${repo} ${names} || echo "failure $?"
fi`;
}

function parse(args: GitArgs, answer: Answer): Outcome<GitState> {
  const dest = normalPath(args.dest);
  const lines = answer.stdout.split("\n");
  const refs = lines.flatMap((line) => {
    const [, commit, name] = /^([0-9a-f]{40,64})\t(\S+)$/.exec(line) ?? [];
    return commit !== undefined && name !== undefined ? [[name, commit] as const] : [];
  });
  const output = fields(lines.filter((line) => !line.includes("\t")).join("\n"));
  const fault = lengthFault(dest);
  if (fault) return bad(fault);
  const hasGit = output.get("git") === "yes";
  if (hasGit && output.get("done") === undefined) {
    if (answer.exit === 0) return unexpected(dest, answer);
    return bad(systemFault("modules/not-a-copy", { path: dest }, { details: tail(answer.stderr) }));
  }
  const branch = lines.map((line) => /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line)?.[1]).find((name) => name);
  return good({ ...stateOf(output, answer), hasGit, refs: new Map(refs), branch });
}

function stateOf(output: Fields, { stderr }: Answer) {
  const found = output.get("dest");
  const dest: GitState["dest"] = found === "empty" || found === "copy" || found === "other" ? found : "absent";
  const failure = output.get("failure");
  return {
    dest,
    head: output.get("head"),
    url: output.get("url"),
    isModified: output.get("modified") === "1",
    obstacle: parseObstacle(output),
    failure: failure === undefined ? undefined : { exit: Number(failure), details: tail(stderr) },
  };
}
