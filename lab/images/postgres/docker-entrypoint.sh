#!/bin/bash
# Creates the database in an empty data folder from POSTGRES_* variables, and becomes the server or the command.
set -eu
set -o pipefail

# The value of $1, or of the file that $1_FILE names, or the default $2. Setting both is an error.
setting() {
  local file="$1_FILE"
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then
    echo "both $1 and $file are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "${!file:-}" ]; then cat "${!file}"; else echo "${!1:-$2}"; fi
}

# During initialization the server listens only on a socket, so that no client treats it as ready.
initialise() {
  local user password database
  user=$(setting POSTGRES_USER postgres)
  password=$(setting POSTGRES_PASSWORD "")
  database=$(setting POSTGRES_DB "$user")
  if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo "Error: the database is not initialized and no superuser password is specified: set POSTGRES_PASSWORD" >&2
    exit 1
  fi
  # Unquoted on purpose: a list of arguments.
  # shellcheck disable=SC2086
  initdb --username "$user" --pwfile <(echo "$password") ${POSTGRES_INITDB_ARGS:-}
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  export PGPASSWORD="${PGPASSWORD:-$password}"
  pg_ctl start -w -o "$(printf '%q ' "${@:2}" -c listen_addresses=)"
  [ "$database" = postgres ] || createdb --username "$user" --no-password "$database"
  run_scripts "$user" "$database"
  pg_ctl stop -w -m fast
  unset PGPASSWORD
}

run_scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
    *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$1" --no-password --dbname "$2" -f "$file" ;;
    *.sh) bash "$file" ;;
    esac
  done
}

[ $# -gt 0 ] || set -- postgres
[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ]; then
  mkdir -p "$PGDATA"
  if [ "$(id -u)" = 0 ]; then
    chmod 700 "$PGDATA"
    find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres {} +
    exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
  fi
  [ -s "$PGDATA/PG_VERSION" ] || initialise "$@"
fi
exec "$@"
