import { shellModule } from "../../../module/contract.ts";
import { applyGit } from "./apply.ts";
import { GIT_ARGS } from "./args.ts";
import { decideGit } from "./decide.ts";
import { probeGit } from "./probe.ts";

export const git = shellModule({
  name: "git",
  summary: "Keeps a copy of a git repository on the target at a branch, a tag or a commit.",
  notes: [
    "The target needs git. Check mode asks the repository which commit the version means, and fetches nothing. What files the commit has is not known before: later tasks that look into the folder are unknown.",
    "Changes of tracked files are a failure, or are discarded with `force`. Files that git does not track stay.",
    "Nothing asks for a password: use `key_file`, or a URL with a login from a secret. ssh refuses hosts whose key it does not know unless `accept_hostkey` is set.",
    "Submodules are fetched when another commit is checked out; a change of them alone is not seen.",
  ],
  args: GIT_ARGS,
  returns: {
    dest: "The folder.",
    before: "The commit that was checked out, or null.",
    after: "The commit that is checked out.",
  },
  examples: [
    {
      title: "Check out a release",
      args: { repo: "https://git.example.com/app.git", dest: "/opt/app", version: "v1.2", depth: 1 },
    },
    {
      title: "Follow a branch with a key of its own",
      args: { repo: "git@git.example.com:app.git", dest: "/opt/app", version: "main", key_file: "/root/.ssh/deploy" },
    },
  ],
  probe: probeGit,
  decide: decideGit,
  apply: (args, _changes, state) => applyGit(args, state),
});
