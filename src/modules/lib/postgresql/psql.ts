import { read, type Script } from "../../../module/script.ts";
import { isLocal, type PostgresqlLogin } from "./args.ts";

/** Statements, each ended by a semicolon. psql reads them from its standard input, so other users of the target do not see them. */
export function psql(login: PostgresqlLogin, sql: string, seconds: number): Script<"read"> {
  const secret = login.login_password === "" ? read`` : read`export PGPASSWORD=${login.login_password}`;
  return read`${secret}
export PGCLIENTENCODING=UTF8
sql=${`${HARDENED}\n${sql}`}
with_environment timeout ${seconds} psql -X -w -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=terse -d ${conninfo(login)} <<END || checked timeout/psql "$?"
$sql
END`;
}

/** Functions that a user of the database has made cannot take the place of the server's own. */
const HARDENED = "SET search_path = pg_catalog; SET standard_conforming_strings = on;";

/** The probe of a server: what \`sql\` prints, or why there is none. */
export function askServer(login: PostgresqlLogin, sql: string): Script<"read"> {
  const clusters = isLocal(login) ? read`${CLUSTERS}` : read`:`;
  return read`with_environment command -v psql >/dev/null 2>&1 || { ${clusters}; echo 'psql no'; exit 0; }
${psql(login, sql, PROBE_SECONDS)}
rc=$?
[ "$rc" != 2 ] || { ${clusters}; echo 'psql silent'; exit 0; }
exit "$rc"`;
}

const PROBE_SECONDS = 60;

/** A server that was removed may have left its data, which a new one would use. */
const CLUSTERS = read`for data in /var/lib/postgresql/*/* /var/lib/pgsql/*; do [ ! -e "$data" ] || echo "data $data"; done`;

function conninfo({ login_host, login_unix_socket, login_port, login_user, login_db }: PostgresqlLogin): string {
  const host = login_host ?? login_unix_socket;
  const settings = {
    ...(host !== undefined && { host }),
    port: String(login_port),
    user: login_user,
    dbname: login_db,
    connect_timeout: "10",
    application_name: "provision",
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}='${value.replace(/[\\']/g, "\\$&")}'`)
    .join(" ");
}

/** A name in a statement. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in a statement. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
