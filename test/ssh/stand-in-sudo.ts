/**
 * A script that takes sudo's place where a test may not become another user: it asks as sudo asks with -S -p, and notes what it was
 * called with and each line that it read. It stays the same user.
 */
export function standInSudo({ log, password }: { readonly log: string; readonly password?: string }): string {
  return `#!/bin/sh
printf 'called with: %s\\n' "$*" >>${log}
prompt= ask=yes
while [ $# -gt 0 ]; do
  case $1 in
  -n) ask=no; shift ;;
  -S | -H) shift ;;
  -p) prompt=$2; shift 2 ;;
  -u) case $2 in nobody-here) echo "sudo: unknown user nobody-here" >&2; exit 1;; esac; shift 2 ;;
  *) break ;;
  esac
done
[ -n '${password ?? ""}' ] || exec "$@"
[ $ask = yes ] || { echo 'sudo: a password is required' >&2; exit 1; }
for try in 1 2 3; do
  printf %s "$prompt" >&2
  read -r line || exit 1
  printf 'read: %s\\n' "$line" >>${log}
  [ "$line" != '${password ?? ""}' ] || exec "$@"
  echo 'Sorry, try again.' >&2
done
echo 'sudo: 3 incorrect password attempts' >&2
exit 1
`;
}
