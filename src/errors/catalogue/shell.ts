import { entry, faultsOf, type Catalogue } from "../define.ts";

export const shellErrors = {
  "shell/none": entry<{ host: string; said: string }>(
    ({ host, said }) => `${host}: no POSIX shell answers after the login${said ? ` (it said: ${said})` : ""}`,
    () => "the login must be able to run `sh`, `head` and `sha256sum`; a restricted or closed login shell cannot",
  ),
  "shell/sudo-password": entry<{ host: string; user: string }>(
    ({ host, user }) => `${host}: sudo wants a password to become ${user}`,
    () => "give it with -K (--ask-become-pass), or allow the login to use sudo without one (NOPASSWD)",
  ),
  "shell/sudo-wrong-password": entry<{ host: string; user: string }>(
    ({ host, user }) => `${host}: sudo does not accept the password to become ${user}`,
    () => "check the password given with -K; it was tried once and not again",
  ),
  "shell/sudo-refused": entry<{ host: string; user: string; said: string }>(
    ({ host, user, said }) => `${host}: sudo refuses to become ${user}${said ? `: ${said}` : ""}`,
    ({ user }) => `let the login run commands as ${user} (sudoers), log in as ${user}, or leave \`become\` out`,
  ),
  "shell/source-changed": entry<{ host: string; file: string; cause: string }>(
    ({ host, file, cause }) => `${host}: ${file} could not be sent as it was read before (${cause})`,
    () => "the target keeps its old file; run again when nothing writes to this one any more",
  ),
  "shell/locked": entry<{ host: string; holder: string }>(
    ({ host, holder }) => `${host}: another run is changing this host (${holder})`,
    () => "wait until it has ended, then run again; the lock of a run that died is taken over by itself",
  ),
  "shell/state-folder": entry<{ host: string; said: string }>(
    ({ host, said }) => `${host}: the folder that keeps two runs apart cannot be made: ${said}`,
    () => "it is /var/lib/provision for root, ~/.local/state/provision otherwise: make it writable for the login",
  ),
} as const satisfies Catalogue;

export const shellFault = faultsOf(shellErrors);
