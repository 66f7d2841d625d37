import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Reports an ordinary user even if root runs the tests, so that state is kept below the host's HOME. */
const ID = `#!/bin/sh
case $* in
-u) echo 1000 ;;
-un) echo "$USER" ;;
[!-]*) [ -d "$HOST_FOLDER/users/$1" ] || { echo "id: '$1': no such user" >&2; exit 1; } ;;
*) PATH=$REAL_PATH exec id "$@" ;;
esac
`;

/** Prompts, refuses and resets the environment like sudo, but stays the same user. Each user has a home folder on the host. */
const SUDO = `#!/bin/sh
prompt= ask=yes user=root
while [ $# -gt 0 ]; do
  case $1 in
  -n) ask=no; shift ;;
  -S | -H) shift ;;
  -p) prompt=$2; shift 2 ;;
  -u) user=$2; shift 2 ;;
  *) break ;;
  esac
done
[ "$SUDO" != missing ] || { echo 'sh: 1: sudo: not found' >&2; exit 127; }
[ -d "$HOST_FOLDER/users/$user" ] || { echo "sudo: unknown user $user" >&2; exit 1; }
become() {
  exec env -i PATH="$PATH" REAL_PATH="$REAL_PATH" HOST_FOLDER="$HOST_FOLDER" HOME="$HOST_FOLDER/users/$user" USER="$user" SHELL_ID=$$ "$@"
}
case $SUDO in
free) become "$@" ;;
refused) echo "Sorry, user $USER is not allowed to execute '$1' as $user on $HOST." >&2; exit 1 ;;
esac
[ $ask = yes ] || { echo 'sudo: a password is required' >&2; exit 1; }
for try in 1 2 3; do
  printf %s "$prompt" >&2
  read -r line || exit 1
  echo asked >>"$HOST_FOLDER/sudo.log"
  [ "$line" != "\${SUDO#password }" ] || become "$@"
  echo 'Sorry, try again.' >&2
done
echo 'sudo: 3 incorrect password attempts' >&2
exit 1
`;

/** Kills the host's shell, as a broken connection does. */
const DROP = `#!/bin/sh
kill -KILL "$SHELL_ID"
`;

let folder: string | undefined;

/** A folder of programs that all hosts find before the real ones. It is removed when the process exits. */
export function programsFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), "provision-programs-"));
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  const programs = { id: ID, sudo: SUDO, "drop-connection": DROP };
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(made, name), text, { mode: 0o755 });
  folder = made;
  return made;
}
