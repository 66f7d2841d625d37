import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import { read, type Script } from "../../../module/script.ts";
import { changedBy as changedByServer, refusal, type Asked } from "../database/server.ts";
import { tail, unexpected } from "../script-output.ts";
import { usesSocket, type MysqlLogin } from "./args.ts";

/** The client that the target has: MariaDB calls the name `mysql` obsolete, and MySQL has no other. */
const FIND_CLIENT = read`for client in mariadb mysql ''; do
  with_environment command -v "$client" >/dev/null 2>&1 && break
done`;

/** Statements, each ended by a semicolon. The client reads them from its standard input, so other users of the target do not see them. */
export function statements(login: MysqlLogin, sql: readonly string[], seconds: number): Script<"read"> {
  return read`${FIND_CLIENT}
${run(login, sql, seconds)}`;
}

/** The probe of a server: rows that `sql` prints, or why there are none. */
export function askServer(login: MysqlLogin, sql: readonly string[]): Script<"read"> {
  // Data that an earlier server has left would be used by a new one.
  return read`for data in /var/lib/mysql/*; do [ ! -e "$data" ] || { echo 'data yes'; break; }; done
${FIND_CLIENT}
[ -n "$client" ] || { echo 'client no'; exit 0; }
${run(login, [`SELECT 'answers';`, ...sql], PROBE_SECONDS)}`;
}

const PROBE_SECONDS = 60;

/** Has a database read the statements in a file of the target, which may be compressed: it is tested before it is used. */
export function readInto(login: MysqlLogin, database: string, file: string, seconds: number): Script<"read"> {
  const { options, secret } = clientOf(login);
  const [, ending = ""] = /\.(gz|bz2|xz|zst)$/.exec(file) ?? [];
  const unpack = PACKERS[ending];
  const content = unpack === undefined ? read`cat -- ${file}` : read`with_environment ${unpack} -dc -- ${file}`;
  const test =
    unpack === undefined ? read`` : read`with_environment ${unpack} -t -- ${file} || checked ${unpack} "$?" || exit`;
  return read`${FIND_CLIENT}
${test}
login=${secret}
${content} | with_environment timeout ${seconds} "$client" ${[...options, "--database", database]} 3<<LOGIN || checked "timeout/$client" "$?"
$login
LOGIN`;
}

const PACKERS: Readonly<Record<string, string>> = { gz: "gzip", bz2: "bzip2", xz: "xz", zst: "zstd" };

function run(login: MysqlLogin, sql: readonly string[], seconds: number): Script<"read"> {
  const { options, secret } = clientOf(login);
  return read`sql=${[PLAIN, ...sql].join("\n")}
login=${secret}
with_environment timeout ${seconds} "$client" ${options} <<END 3<<LOGIN || checked "timeout/$client" "$?"
$sql
END
$login
LOGIN`;
}

/** The client's arguments, and the file of options that it reads from descriptor 3. */
function clientOf(login: MysqlLogin) {
  const { login_password } = login;
  const options = [
    ...(login_password === undefined ? [] : ["--defaults-file=/dev/fd/3"]),
    ...["--batch", "--skip-column-names", "--skip-force", "--default-character-set=utf8mb4", "--connect-timeout=10"],
    ...place(login),
    ...(login.login_user === undefined ? [] : [`--user=${login.login_user}`]),
  ];
  const secret = login_password === undefined ? "" : `[client]\npassword=${optionValue(login_password)}`;
  return { options, secret };
}

/** Texts and names are quoted for these settings. */
const PLAIN = "SET SESSION sql_mode = '', SESSION sql_quote_show_create = 1;";

function place(login: MysqlLogin): readonly string[] {
  const { login_host, login_unix_socket, login_port } = login;
  if (login_unix_socket !== undefined) return ["--protocol=socket", `--socket=${login_unix_socket}`];
  if (usesSocket(login)) return ["--host=localhost"];
  return ["--protocol=tcp", `--host=${login_host}`, `--port=${login_port}`];
}

/** A value in a file of options. */
function optionValue(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

/** Reads what `askServer` printed; `parse` turns the rows into the state. */
export function answerOf<State>(
  what: string,
  answer: Answer,
  parse: (rows: readonly Row[]) => State | undefined,
): Outcome<Asked<State>> {
  const [first = "", ...others] = answer.stdout.split("\n");
  const data = first === "data yes";
  const lines = data ? others : [first, ...others];
  const details = tail(answer.stderr);
  if (lines[0] === "client no") return good({ is: "no client", data, details });
  if (lines[0] !== "answers") return good({ is: "silent", data, details });
  if (answer.exit !== 0) return bad(refusal(what, withoutStatements(answer)));
  const rows = lines.slice(1).filter((line) => line !== "");
  const state = answer.omitted ? undefined : parse(rows.map(columns));
  // What was printed may be secret.
  return state === undefined ? unexpected(what, { ...answer, stdout: "" }) : good({ is: "answered", state });
}

/** The parser of an apply. */
export function changedBy(what: string): (answer: Answer) => Outcome<ValueMap> {
  return (answer) => changedByServer(what)(withoutStatements(answer));
}

/** The client shows the statement that has failed, which may have a password, between two lines. */
function withoutStatements(answer: Answer): Answer {
  return { ...answer, stderr: answer.stderr.replace(/^-{14}\n[^]*?\n-{14}\n\n?/gm, "") };
}

/** The columns of a row that a statement has returned. */
export type Row = readonly string[];

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0" };

function columns(line: string): Row {
  return line.split("\t").map((column) => column.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter));
}

/** A name in a statement. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text in a statement, on one line. */
export function literal(text: string): string {
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `'${escaped}'`;
}

/** A column in a condition that holds for exactly this text: the server would take `A` and `a` for the same. */
export function isExactly(column: string, text: string): string {
  return `CAST(${column} AS BINARY) = CAST(${literal(text)} AS BINARY)`;
}
