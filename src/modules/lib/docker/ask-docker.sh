#!/bin/sh
# Functions that ask Docker's engine, which may be hung: it then accepts requests and answers none.
# @read
#
# Variables: docker_seconds, the time limit of a request. unanswered, of src/shell/frame.ts.
# Functions: with_environment, of the module's script. checked, of the shell.
# shellcheck disable=SC2154

# ask_docker WORD...: runs docker. The status is 124 if it does not end in time, and at once if a script before this one has waited in vain.
ask_docker() {
  [ -z "${unanswered-}" ] || return 124
  with_environment timeout "$docker_seconds" docker "$@" || checked timeout/docker "$?"
}

# late STATUS: if that is the status of a request that was not answered, says so and ends the script: the next one would not be answered either.
late() {
  [ "$1" != 124 ] || {
    echo 'silent 1'
    exit 124
  }
}
