#!/bin/sh
# Prints what is known of a user and of the groups that it is to be in, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: name; pattern, the same as a regular expression. uid and uid_pattern, the desired number and the beginning of an entry that
# has it, or empty. password, the desired hash, or empty. desired_home, the home folder that the user is to have, or empty.
# skeleton, the folder that new home folders are copied from, or empty. ssh_key, the file of the user's key, in the home folder unless it begins
# with a slash, or empty.
# Positional parameters: for each desired group its name or number and the beginning of its entry.
# Functions: entry, see entries.ts; those of src/shell/paths/walk.sh.
#
# passwd ENTRY                      empty if the user does not exist
# primary NAME                      the group with its gid
# group NAME                        a group that lists the user as a member
# namesake ENTRY                    the group with the user's name, if there is one
# known GROUP GID NAME              a desired group that exists
# holder ENTRY                      the user that has the desired number
# shadow unreadable                 only root may read the passwords
# password same, locked yes, hash none, expires DAY
# home yes                          the home folder exists
# base FOLDER, shell PATH, own-group no  what new users get
# skeleton NAME                     a file that a new home folder gets
# keygen yes, key-path PATH, key-folder yes, key yes, public LINE
#                                   the user's key, and what `report` prints if its folder cannot be reached
# tool NAME                         the program that makes users, and usermod
# shellcheck disable=SC2154

entry=$(entry passwd "$name" "$pattern")
printf 'passwd %s\n' "$entry"
home=''
if [ -n "$entry" ]; then
  rest=${entry#*:*:*:}
  gid=${rest%%:*}
  primary=$(entry group "$gid" "[^:]*:[^:]*:$gid")
  echo "primary ${primary%%:*}"
  grep -E -e "^[^:]*:[^:]*:[^:]*:([^:]*,)?$pattern(,[^:]*)?\$" /etc/group | sed 's/^\([^:]*\):.*/group \1/'
  rest=${rest#*:*:}
  home=${rest%%:*}
fi
printf 'namesake %s\n' "$(entry group "$name" "$pattern")"
while [ "$#" -gt 0 ]; do
  found=$(entry group "$1" "$2")
  if [ -n "$found" ]; then
    rest=${found#*:*:}
    echo "known $1 ${rest%%:*} ${found%%:*}"
  fi
  shift 2
done
[ -z "$uid" ] || printf 'holder %s\n' "$(entry passwd "$uid" "$uid_pattern")"
if [ -r /etc/shadow ]; then
  shadow=$(grep -e "^$pattern:" /etc/shadow)
  rest=${shadow#*:}
  hash=${rest%%:*}
  case $hash in !*) echo 'locked yes' ;; esac
  bare=$hash desired=$password
  while [ "${bare#!}" != "$bare" ]; do bare=${bare#!}; done
  while [ "${desired#!}" != "$desired" ]; do desired=${desired#!}; done
  if [ -n "$shadow" ] && [ "$bare" = "$desired" ]; then echo 'password same'; fi
  case $bare in '' | '*') echo 'hash none' ;; esac
  rest=${rest#*:*:*:*:*:*:}
  echo "expires ${rest%%:*}"
else
  echo 'shadow unreadable'
fi
# setting FILE NAME: prints the value that a file of settings has for a name.
setting() { sed -n "s/^[[:space:]]*$2[[:space:]=][[:space:]]*\\([^[:space:]]*\\).*/\\1/p" "$1" 2>/dev/null; }
base=$(setting /etc/default/useradd HOME)
base=${base:-/home}
echo "base $base"
desired_home=${desired_home:-${home:-$base/$name}}
if [ -d "$desired_home" ]; then echo 'home yes'; fi
echo "shell $(setting /etc/default/useradd SHELL)"
if [ "$(setting /etc/login.defs USERGROUPS_ENAB)" = no ]; then echo 'own-group no'; fi
: "${skeleton:=$(setting /etc/default/useradd SKEL)}" "${skeleton:=/etc/skel}"
for file in "$skeleton"/* "$skeleton"/.[!.]*; do
  if [ -e "$file" ] || [ -h "$file" ]; then printf 'skeleton %s\n' "${file##*/}"; fi
done
for tool in useradd adduser; do
  if command -v "$tool" >/dev/null 2>&1; then
    echo "tool $tool"
    break
  fi
done
if command -v usermod >/dev/null 2>&1; then echo 'tool usermod'; fi
# show_key FILE: leaves the working directory and sets name.
show_key() {
  printf 'key-path %s\n' "$1"
  if command -v ssh-keygen >/dev/null 2>&1; then echo 'keygen yes'; fi
  # shellcheck disable=SC2034
  unsafe_links=''
  name=${1##*/}
  if ! enter "${1%/*}"; then
    [ "$obstacle" = missing ] || report
    return
  fi
  echo 'key-folder yes'
  if [ -e "./$name" ] || [ -h "./$name" ]; then echo 'key yes'; fi
  if [ -f "./$name.pub" ] && [ ! -h "./$name.pub" ]; then printf 'public %s\n' "$(head -c 20000 "./$name.pub" | head -n 1)"; fi
}
case $ssh_key in
  '') ;;
  /*) (show_key "$ssh_key") ;;
  *) (show_key "$desired_home/$ssh_key") ;;
esac
