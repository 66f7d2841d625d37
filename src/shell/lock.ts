import { createHash } from "node:crypto";
import type { Script } from "../module/script.ts";
import { read, write } from "../module/script.ts";

/**
 * What a run keeps on a target, below /var/lib/provision (root) or ~/.local/state/provision (others):
 * - `lock/holder`: the run that may change this host: the process that its connection lives in, when that started, who and where from;
 * - `run/ID/`: names of temporary files (`temp.*`) and process groups (`pids`), written before they are used;
 * - `pending/`: one file a notified handler that has not run yet, with its key in it.
 * A holder is dead when that process is: sshd ends it with the connection, whatever the shell below it is still doing.
 */
const DEFINITIONS = read`
stat_of() { read -r s <"/proc/$1/stat" 2>/dev/null || return 1; comm=\${s#*(}; comm=\${comm%)*}; set -- \${s##*) }; parent=$2; started=\${20}; }
alive() { stat_of "$1" && [ "$started" = "$2" ]; }
holder_of() { h=$1; while stat_of "$h"; do case $comm in sh|dash|bash|ash|busybox|ksh|mksh|zsh|fish|csh|tcsh|sudo|su|doas) h=$parent;; *) break;; esac; done; echo "$h $started"; }
track() { t_n=$((\${t_n:-0} + 1)); printf %s "$1" >"$run/temp.$k.$t_n"; }
tmp() { case $1 in */*) t=\${1%/*};; *) t=.;; esac; t=$t/.provision-$id-$k-$((\${t_n:-0} + 1)); track "$t"; }
put_an_end_to() {
  g=-$1; kill -TERM "$g" 2>/dev/null || g=$1; kill -TERM "$g" 2>/dev/null
  w=0; while [ $w -lt 100 ] && kill -0 "$g" 2>/dev/null; do sleep 0.05; w=$((w + 1)); done
  kill -KILL "$g" 2>/dev/null
}
bury() {
  for f in "$1"/temp.*; do [ -f "$f" ] || continue; p=$(cat "$f"; echo .); rm -f -- "\${p%.}"; done
  if [ -f "$1/pids" ]; then while read -r p at; do if alive "$p" "$at"; then put_an_end_to "$p"; fi; done <"$1/pids"; fi
  rm -rf -- "$1"
}
state_folder() {
  if [ "$(id -u)" = 0 ]; then base=/var/lib/provision
  elif [ -w "$HOME" ]; then base=\${XDG_STATE_HOME:-$HOME/.local/state}/provision
  else base=/tmp/provision-$(id -u); fi
  run=$base/run/$id
}
`;

const LIST_PENDING = read`for f in "$base"/pending/*; do [ -f "$f" ] && cat -- "$f"; done`;

export const HELD = 75;

/** Takes the lock, cleans up after dead runs, makes the run's folder; prints the pending handlers, a line each. */
export function beginRun(id: string, who: string): Script<"write"> {
  return write`${DEFINITIONS}
id=${id}
state_folder
mkdir -p -- "$base" && chmod 0700 "$base" && mkdir -p "$base/run" || exit 74
new=$base/lock.$id
mkdir "$new" && printf '%s\n%s\n' "$(holder_of $$)" ${`run ${id} of ${who}`} >"$new/holder" || exit 74
try=0
until mv -T "$new" "$base/lock" 2>/dev/null; do
  at=; text=; { read -r at && read -r text; } <"$base/lock/holder" 2>/dev/null
  case $text in "run $id "*) rm -rf "$new"; break;; esac
  set -- $at
  try=$((try + 1))
  if [ -n "$at" ] && alive "$1" "$2" || [ $try -gt 5 ]; then rm -rf "$new"; printf '%s' "$text"; exit ${HELD}; fi
  if mv -T "$base/lock" "$base/dead.$id" 2>/dev/null; then
    back=; { read -r back; } <"$base/dead.$id/holder" 2>/dev/null
    if [ "$back" = "$at" ]; then rm -rf "$base/dead.$id"; else mv -T "$base/dead.$id" "$base/lock"; fi
  fi
done
for old in "$base"/run/*; do [ -d "$old" ] && [ "$old" != "$run" ] && bury "$old"; done
rm -rf "$base"/lock.* "$base"/dead.*
mkdir -p -m 0700 "$run" || exit 74
${LIST_PENDING}
exit 0`;
}

/** The same list for check mode, which takes no lock. */
export const pendingHandlers: Script<"read"> = read`${DEFINITIONS}
id=
state_folder
${LIST_PENDING}
exit 0`;

/** Variables and functions for the scripts that follow in the same shell. */
export function enterRun(id: string): Script<"write"> {
  return write`${DEFINITIONS}
id=${id}
state_folder`;
}

/** Removes what the run kept, and its lock last. */
export const endRun: Script<"write"> = write`
bury "$run"
rmdir "$base/run" "$base/pending" 2>/dev/null
rm -rf "$base/lock"
true`;

/** Remembers a handler before the change that notifies it is made. */
export function rememberHandler(key: string): Script<"write"> {
  return write`mkdir -p "$base/pending" && printf '%s\\n' ${key} >"$base/pending/"${fileOf(key)} || exit 74`;
}

export function forgetHandler(key: string): Script<"write"> {
  return write`rm -f "$base/pending/"${fileOf(key)}`;
}

/** Keys are made of names that people write, which may be longer than a file's name can be. */
function fileOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
