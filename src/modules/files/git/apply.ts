import { good } from "../../../errors/fault.ts";
import type { Apply } from "../../../module/contract.ts";
import { write, type Script } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { arrived, trust } from "../../lib/path/walk.ts";
import { fields } from "../../lib/script-output.ts";
import { shown, type GitArgs } from "./args.ts";
import { wantedOf, type Wanted } from "./decide.ts";
import { runGit } from "./environment.ts";
import type { GitState } from "./probe.ts";

/** A new copy is made step by step as an old one is updated, so that an interrupted run is continued by the next one. */
export function applyGit(args: GitArgs, state: GitState): Apply {
  const dest = normalPath(args.dest);
  const wanted = wantedOf(args, state) ?? { is: "commit", name: args.version, commit: undefined };
  const script = write`${runGit(args, false)}
git_or_fail() { run_git 3600 "$@" || fail "git $1 has failed."; }
${trust(args)}
make_folders ${dest}
unmoved || refuse
[ -e ./.git ] || git_or_fail init -q .
git_or_fail config remote.origin.url ${args.repo}
git_or_fail config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
${fetchIt(args, wanted)}
${checkOut(wanted, args.force)}
${args.recursive ? SUBMODULES : write`:`}
head=$(run_git 60 rev-parse HEAD) || fail 'The commit cannot be read.'
echo "after $head"`;
  return {
    script,
    parse: (answer) => {
      const done = arrived(dest, `fetch ${shown(args.repo)}`)(answer);
      const after = fields(answer.stdout).get("after");
      return done.ok && after !== undefined ? good({ after }) : done;
    },
  };
}

function fetchIt({ depth }: GitArgs, { is, name, commit }: Wanted): Script<"write"> {
  const all = write`git_or_fail fetch -q --force --tags origin '+refs/heads/*:refs/remotes/origin/*'`;
  if (depth === undefined) return all;
  const limit = `--depth=${depth}`;
  if (is === "branch")
    return write`git_or_fail fetch -q --force ${limit} origin ${`+refs/heads/${name}:refs/remotes/origin/${name}`}`;
  if (is === "tag")
    return write`git_or_fail fetch -q --force ${limit} origin ${`+refs/tags/${name}:refs/tags/${name}`}`;
  // Some servers give no commit by its name.
  return write`run_git 3600 fetch -q ${limit} origin ${commit ?? name} 2>/dev/null || ${all}`;
}

function checkOut({ is, name, commit }: Wanted, force: boolean): Script<"write"> {
  const discard = force ? ["-f"] : [];
  if (is === "branch")
    return write`git_or_fail checkout -q ${discard} -B ${name} ${`refs/remotes/origin/${name}`} --
git_or_fail config ${`branch.${name}.remote`} origin
git_or_fail config ${`branch.${name}.merge`} ${`refs/heads/${name}`}`;
  const what = is === "tag" ? `refs/tags/${name}` : (commit ?? name);
  return write`git_or_fail checkout -q ${discard} --detach ${what} --`;
}

const SUBMODULES = write`[ ! -e ./.gitmodules ] || git_or_fail submodule --quiet update --init --recursive`;
