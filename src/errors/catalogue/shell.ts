import { quotedWord } from "../../model/quoted-word.ts";
import { entry, faultsOf, type Catalogue } from "../define.ts";

/** What can go wrong with the shell on a host. */
export const shellErrors = {
  "shell/none": entry<{ host: string; how: string; output: string }>(
    ({ host, how, output }) =>
      `${host}: no POSIX shell answers after the login${how ? `, which ended ${how}` : ""}${output ? ` (the login printed: ${output})` : ""}.`,
    () => "Use a login that can run `sh`, `head` and `sha256sum`: a restricted or disabled login shell cannot.",
  ),
  "shell/not-started": entry<{ host: string; seconds: number; output: string }>(
    ({ host, seconds, output }) =>
      `${host}: the login has not started a POSIX shell within ${seconds} s${output ? ` (it printed: ${output})` : ""}.`,
    () =>
      "Look at what runs at the login's start (such as ~/.bashrc, /etc/profile or ForceCommand): it must not read, loop or start another program when there is no terminal. `--timeout` sets how long to wait.",
  ),
  "shell/missing-tools": entry<{ host: string; tools: readonly string[] }>(
    ({ host, tools }) => `${host}: these programs are missing: ${tools.join(", ")}.`,
    () => "Install them. They belong to the packages coreutils, grep, sed and util-linux.",
  ),
  "shell/cannot-execute": entry<{ host: string; user: string | undefined; output: string }>(
    ({ host, user, output }) =>
      `${host}: the shell${user === undefined ? "" : ` of ${user}`} cannot execute programs${output ? ` (${output})` : ""}.`,
    ({ user }) =>
      user === undefined
        ? "Let the login execute programs such as `head` (file permissions, mount options, limits on processes)."
        : "Remove NOEXEC from the sudoers rule for this login (`sudo -l` on the host shows it).",
  ),
  "shell/ended": entry<{ host: string; how: string; output: string }>(
    ({ host, how, output }) =>
      `${host}: the shell on the host ended ${how} while a command ran${output ? ` (it printed: ${output})` : ""}; the connection is intact.`,
    () =>
      "Look at the host's log (`journalctl`): the kernel kills processes when memory is short, and an administrator may have done so. Then run again. Completed changes are kept; whether the last command finished is unknown.",
  ),
  "shell/frozen": entry<{ host: string; seconds: number }>(
    ({ host, seconds }) =>
      `${host}: no shell on the host has answered for ${seconds} s, although the connection is intact.`,
    ({ host }) =>
      `Find out on ${host} whether the processes of the login are stopped (\`ps -o stat\` shows T or D), the host's container is paused, or its memory or disk is exhausted. Then run again.`,
  ),
  "shell/stopped": entry<{ host: string; process: number }>(
    ({ host, process }) =>
      `${host}: the shell on the host (process ${process}) was stopped by a signal, so it was ended.`,
    () => "Run again. Completed changes are kept; whether the last command finished is unknown.",
  ),
  "shell/garbled": entry<{ host: string; what: string }>(
    ({ host, what }) => `${host}: the shell's answer is damaged: ${what}.`,
    () =>
      "Find the process on the host that writes into the shell's output, and end it. Then run again. Completed changes are kept; whether the last command finished is unknown.",
  ),
  "shell/sudo-password": entry<{ host: string; user: string }>(
    ({ host, user }) => `${host}: sudo requires a password to become ${user}.`,
    () => "Pass it with -K (--ask-become-pass), or allow the login to use sudo without a password (NOPASSWD).",
  ),
  "shell/sudo-wrong-password": entry<{ host: string; user: string }>(
    ({ host, user }) => `${host}: sudo does not accept the password to become ${user}.`,
    () => "Check the password that you entered for -K. It was sent only once.",
  ),
  "shell/sudo-password-spent": entry<{ host: string; user: string }>(
    ({ host, user }) =>
      `${host}: sudo requires a password to become ${user}, and the one that was entered has failed on this host before.`,
    () =>
      "Check the password that you entered for -K. Each host gets it only once, because failures can lock an account.",
  ),
  "shell/sudo-terminal": entry<{ host: string; user: string; output: string }>(
    ({ host, user, output }) => `${host}: sudo requires a terminal to become ${user}: ${output}.`,
    () => "Remove `Defaults requiretty` from sudoers, or add `Defaults:LOGIN !requiretty` for this login.",
  ),
  "shell/sudo-not-started": entry<{ host: string; user: string; seconds: number; output: string }>(
    ({ host, user, seconds, output }) =>
      `${host}: sudo has not started a shell as ${user} within ${seconds} s${output ? ` (it printed: ${output})` : ""}.`,
    ({ user }) =>
      `Run \`sudo -u ${user} true\` there to see what it waits for. provision can only answer sudo's own prompt for a password, not one of PAM for a second factor or a fingerprint. \`--timeout\` sets how long to wait.`,
  ),
  "shell/sudo-refused": entry<{ host: string; user: string; output: string }>(
    ({ host, user, output }) => `${host}: sudo refuses to become ${user}${output ? `: ${output}` : ""}.`,
    ({ user }) => `Let the login run commands as ${user} (sudoers), log in as ${user}, or remove \`become\`.`,
  ),
  "shell/tool-failed": entry<{ host: string; tool: string; status: number }>(
    ({ host, tool, status }) =>
      `${host}: the program ${tool}, which this task needs, ${howToolFailed(status)}, so the state of the host is not known.`,
    ({ host, tool }) => `Make sure that \`${tool}\` works on ${host} for the user of this task, then run again.`,
  ),
  "shell/source-changed": entry<{ host: string; file: string; cause: string }>(
    ({ host, file, cause }) => `${host}: ${file} changed before all of it was sent (${cause}).`,
    () => "Run again once nothing writes to this file any more. The target keeps its old version.",
  ),
  "shell/locked": entry<{ host: string; holder: string; process: string | undefined }>(
    ({ host, holder }) => `${host}: another run is changing this host (${holder || "its processes cannot be seen"}).`,
    ({ host, process }) =>
      `Wait until that run has ended, or let this one wait longer with --lock-timeout SECONDS. If that run hangs, end it where it was started, or ${process === undefined ? `with \`provision unlock ${host}\`` : `end its connection with \`kill ${process}\` on ${host}`}.`,
  ),
  "shell/same-machine": entry<{ host: string }>(
    ({ host }) =>
      `${host}: another host of this run is the same machine, and each machine is changed under one name only.`,
    () => "Remove one of the two names from the inventory, or choose one of them with --limit.",
  ),
  "shell/waiting-for-lock": entry<{ host: string; holder: string; timeout: number }>(
    ({ host, holder, timeout }) =>
      `${host}: another run is changing this host${holder && ` (${holder})`}. Waiting for its end, up to ${timeout} s.`,
    () => "Interrupt this run, or let it wait.",
  ),
  "shell/no-lock": entry<{ host: string; output: string }>(
    ({ host, output }) => `${host}: the lock that keeps two runs apart cannot be taken: ${output}.`,
    () => "Make sure that `flock` is installed there, and that the login can read /run/lock.",
  ),
  "shell/hidden-holder": entry<{ host: string }>(
    ({ host }) => `${host}: another run is changing this host, but its processes cannot be seen.`,
    ({ host }) => `Look as root: \`provision unlock ${host} --become\`.`,
  ),
  "shell/foreign-holder": entry<{ host: string; user: string }>(
    ({ host, user }) => `${host}: the run's processes belong to ${user}, so this login cannot end them.`,
    ({ host }) => `End them as root: \`provision unlock ${host} --become\`.`,
  ),
  "shell/still-held": entry<{ host: string; user: string }>(
    ({ host }) => `${host}: the run was ended, but something that it started is still at work there.`,
    () => "Wait for it: a package manager is not ended, because that leaves packages half installed.",
  ),
  "shell/lock-lost": entry<{ host: string }>(
    ({ host }) =>
      `${host}: the process that held the host's lock has ended, so the run stopped there, and what it was doing was ended.`,
    () => "Run again. Somebody may have used `provision unlock`, or this machine may have been suspended for too long.",
  ),
  "shell/damaged-state": entry<{ host: string; path: string; wrong: string }>(
    ({ host, path, wrong }) =>
      `${host}: ${path}, where runs keep their lock and the handlers that are still to run, ${wrong}.`,
    ({ host, path }) =>
      `Make sure that no other run is changing ${host}. Then look at it there, and remove it: \`rm -r -- ${quotedWord(path)}\`. Handlers that it may have held do not run.`,
  ),
  "shell/interrupted": entry<{ host: string }>(
    ({ host }) => `${host}: the run was interrupted, so what this task was running was ended.`,
    () => "Run the playbook again: the task starts from what it left.",
  ),
  "shell/handler-not-kept": entry<{ host: string; folder: string; output: string }>(
    ({ host, folder, output }) =>
      `${host}: the handlers that the task notifies cannot be written to ${folder}, so it changed nothing: ${output}.`,
    ({ folder }) => `Make room for ${folder} on the host, or make it writable, and run again.`,
  ),
  "shell/state-folder": entry<{ host: string; output: string }>(
    ({ host, output }) => `${host}: the folder for provision's lock cannot be created: ${output}.`,
    () => "Make it writable for the login: /var/lib/provision for root, ~/.local/state/provision otherwise.",
  ),
} as const satisfies Catalogue;

export const shellFault = faultsOf(shellErrors);

/** In words, from the exit status that a shell sets. */
function howToolFailed(status: number): string {
  if (status === 127) return "is missing or cannot be started";
  if (status === 126) return "cannot be executed";
  return status > 128 ? `was ended by signal ${status - 128}` : `failed with exit status ${status}`;
}
