import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../../lib/path/args.ts";
import { withPredicted } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import { shown, type GitArgs } from "./args.ts";
import type { GitState } from "./probe.ts";

/** What a version means in a repository. `commit` is undefined for the beginning of a commit's name that the copy does not have. */
export interface Wanted {
  readonly is: "branch" | "tag" | "commit";
  readonly name: string;
  readonly commit: string | undefined;
}

/** The branch, tag or commit; undefined if the repository has none of that name. */
export function wantedOf({ version }: GitArgs, { refs, branch, head }: GitState): Wanted | undefined {
  const found = (name: string) => refs.get(name);
  const main = found("HEAD");
  if (version === "HEAD" && main !== undefined)
    return branch === undefined
      ? { is: "commit", name: main, commit: main }
      : { is: "branch", name: branch, commit: main };
  const tip = found(`refs/heads/${version}`);
  if (tip !== undefined) return { is: "branch", name: version, commit: tip };
  const tag = found(`refs/tags/${version}^{}`) ?? found(`refs/tags/${version}`);
  if (tag !== undefined) return { is: "tag", name: version, commit: tag };
  if (!/^[0-9a-f]{4,64}$/.test(version)) return undefined;
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version)) return { is: "commit", name: version, commit: version };
  return { is: "commit", name: version, commit: head?.startsWith(version) ? head : undefined };
}

export function decideGit(args: GitArgs, state: GitState, predicted: Predicted): Decision {
  const dest = normalPath(args.dest);
  const result = { dest, before: state.head ?? null };
  const now = withPredicted(state.dest === "absent" ? "absent" : { kind: "directory" }, predicted, dest);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const fault = faultOf(args, state, predicted);
  if (fault) return { changes: [], result, fault };
  // An earlier task may have removed it.
  const isCopy = state.dest === "copy" && state.head !== undefined && now !== "absent";
  if (isCopy && !args.update) return { changes: [], result: { ...result, after: state.head } };
  const wanted = wantedOf(args, state);
  if (!wanted) {
    const { version } = args;
    return { changes: [], result, fault: systemFault("modules/no-git-version", { repo: shown(args.repo), version }) };
  }
  const after = wanted.commit ?? new Unknown(`the whole name of the commit ${wanted.name} is not known`);
  const isSame = isCopy && state.head === wanted.commit && state.url === args.repo && !state.isModified;
  if (isSame) return { changes: [], result: { ...result, after } };
  const commit = (wanted.commit ?? wanted.name).slice(0, 12);
  const change = {
    resource: { kind: "path", name: dest },
    summary: `check out ${commit} of ${shown(args.repo)} in ${dest}`,
    before: now === "absent" ? null : { type: "directory", commit: state.head ?? "none" },
    after: new Unknown(`what ${shown(args.repo)} contains is not known before it is fetched`),
  } as const;
  return { changes: [change], result: { ...result, after } };
}

function faultOf(args: GitArgs, state: GitState, predicted: Predicted): Fault | undefined {
  const path = normalPath(args.dest);
  const repo = shown(args.repo);
  if (!state.hasGit) {
    const parameters = { program: "git", what: `fetch ${repo}`, install: "`package: {name: git}`" };
    return systemFault("modules/no-program", parameters, { missing: true });
  }
  if (state.obstacle) return obstacleFault(path, state.obstacle, predicted);
  if (state.dest === "other" && predicted.get({ kind: "path", name: path }) !== null)
    return systemFault("modules/not-a-copy", { path }, { missing: true });
  if (state.isModified && !args.force) return systemFault("modules/git-modified", { path });
  if (!state.failure) return undefined;
  const { exit, details } = state.failure;
  return systemFault("modules/git-remote", { repo, exit }, { details, missing: true });
}
