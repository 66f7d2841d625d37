#!/bin/sh
{{> managed}}
# load: puts the rules in force at once, and notes them as the kernel lists them. check: exits with 1 unless these rules are in force.
# remove: removes them.
set -eu
LC_ALL=C export LC_ALL
rules={{quote firewall_dir}}/rules.nft
table={{quote firewall_table}}
note=/run/{{quote firewall_name}}

state() {
  sha256sum "$rules"
  nft --stateless list table inet "$table"
}

case ${1-} in
  load)
    nft --file "$rules"
    state >"$note.new"
    mv "$note.new" "$note"
    ;;
  check)
    command -v nft >/dev/null || exit 2
    state | cmp -s - "$note" && exit 0
    echo "The rules in $rules are not in force. Run playbooks/site.yaml with --tags firewall." >&2
    exit 1
    ;;
  remove)
    rm -f "$note"
    # Removing a table that does not exist is an error.
    printf 'table inet %s\ndelete table inet %s\n' "$table" "$table" | nft --file -
    ;;
  *)
    echo 'usage: firewall.sh load|check|remove' >&2
    exit 2
    ;;
esac
