import type { Become } from "../model/host.ts";

/**
 * The loop that every request goes through. A request is a header line, `LENGTH SHA256`, and a body of that many bytes, which is
 * evaluated only when all of it has arrived. One line without single quotes, backslashes and exclamation marks, so that any login
 * shell hands it on unharmed.
 */
function loop(ready: string): string {
  return [
    "LC_ALL=C; export LC_ALL; umask 022; cd /",
    "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH",
    `echo ${ready}`,
    `echo ${ready} >&2`,
    'while read -r n d; do b=$(head -c $n; echo .); b=${b%.}; s=$(printf %s "$b" | sha256sum)',
    'if [ "${s%% *}" = "$d" ]; then eval "$b"; else echo damaged request >&2; exit 99; fi; done',
  ].join("; ");
}

export interface Bootstrap {
  /** The command line for the login shell. */
  readonly command: string;
  /** Printed alone on a line, on both streams, before any answer: what comes earlier is the login's noise. */
  readonly ready: string;
  /** What sudo asks with, where a password may be wanted. */
  readonly prompt: string | undefined;
}

/** The command that starts the loop, as the login user or another; `token` is random and has only letters and digits. */
export function bootstrap(become: Become | undefined, token: string): Bootstrap {
  const ready = `ready-${token}`;
  const shell = `sh -c '${loop(ready)}'`;
  if (!become) return { command: `exec ${shell}`, ready, prompt: undefined };
  const { user } = become;
  if (!/^[\w.@][\w.@-]*$/.test(user)) throw new RangeError(`not the name of a user: ${user}`);
  if (!become.password) return { command: `exec sudo -n -H -u ${user} ${shell}`, ready, prompt: undefined };
  const prompt = `password-${token}`;
  return { command: `exec sudo -S -p ${prompt} -H -u ${user} ${shell}`, ready, prompt };
}
