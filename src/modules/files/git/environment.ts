import { read, type Script } from "../../../module/script.ts";
import type { GitArgs } from "./args.ts";

/**
 * Defines `run_git SECONDS ARGUMENTS`, which asks nobody anything. Git ends with 128 when it gives up. A probe writes nothing: ssh would add a key to
 * the first file of hosts that it knows.
 */
export function runGit({ key_file, accept_hostkey }: GitArgs, reads: boolean): Script<"read"> {
  const hosts = reads ? ["-o 'UserKnownHostsFile=/dev/null ~/.ssh/known_hosts ~/.ssh/known_hosts2'"] : [];
  const ssh = [
    "ssh -o BatchMode=yes -o ConnectTimeout=20",
    ...(key_file === undefined ? [] : [`-i '${key_file.replaceAll("'", "'\\''")}' -o IdentitiesOnly=yes`]),
    ...(accept_hostkey ? ["-o StrictHostKeyChecking=accept-new", ...hosts] : []),
  ].join(" ");
  return read`run_git() {
seconds=$1
shift
(
export GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=false GIT_OPTIONAL_LOCKS=0 GIT_SSH_COMMAND=${ssh}
with_environment timeout "$seconds" git "$@" </dev/null
)
status=$?
[ "$status" = 128 ] || checked timeout/git "$status"
return "$status"
}`;
}
