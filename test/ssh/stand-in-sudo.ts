/**
 * A script that replaces sudo, because a test may not be able to become another user. It prompts as sudo does with -S -p, and logs its
 * arguments and each line that it reads. It does not change the user.
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
