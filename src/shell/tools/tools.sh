#!/bin/sh
# Replaces each tool by a function that runs it and reports if it could not do its work, wherever it was called: in a pipeline, in $(...)
# or with its errors discarded. Otherwise `tool | ... || echo absent` would take a missing tool for an answer.
# @read
#
# Variables: tools, their names. tool_mark, with which a report begins: `MARK TOOL STATUS`, a line of its own on standard error.
# Functions: checked TOOL STATUS reports the status of a tool that is called in another way, and returns it.
# shellcheck disable=SC2154

# The standard error of all scripts. What is started for a task does not inherit it, see environment.ts.
exec 9>&2
# A request whose steps must succeed has another one, see frame.ts.
tool_failed() { :; }
checked() {
  case $1:$2 in
    # The reader of a pipeline may end early (SIGPIPE). There are other ways than getent to look up a group.
    *:0 | *:141 | getent:127) ;;
    # Not executable, missing, or killed. Filters have no reason to fail, and 1 is an answer of grep and dpkg-query.
    *:12[6-9] | *:1[3-9][0-9] | *:2[0-9][0-9] | grep:[2-9]* | dpkg-query:[2-9]* | apt-cache:* | base64:* | cut:* | date:* | sed:* | sha256sum:* | sort:* | tr:* | uname:* | wc:*)
      printf '\n%s %s %s\n' "$tool_mark" "$1" "$2" >&9
      tool_failed
      ;;
  esac
  return "$2"
}
for tool in $tools; do
  eval "$tool() { command $tool \"\$@\" 9>&-; checked $tool \$?; }"
done
