#!/bin/sh
# Adds to the positional parameters, which are tar's options, those that unpack only the members of a list.
# @write
#
# Variables: output, a file with the names of the members.
# shellcheck disable=SC2046,SC2154

case $(tar --version 2>&1) in
  *GNU*) set -- "$@" --no-recursion --no-unquote -T "$output" ;;
  # BusyBox's tar may be unable to read a list, and takes names for patterns.
  *)
    IFS='
'
    set -f
    set -- "$@" -- $(sed 's/[][*?\\]/\\&/g' <"$output")
    set +f
    unset IFS
    ;;
esac
