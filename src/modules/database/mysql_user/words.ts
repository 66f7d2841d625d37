/** The names of privileges; MySQL has more, which all contain an underscore. */
const NAMES = [
  ...["ALL PRIVILEGES", "ALL", "ALTER ROUTINE", "ALTER", "CREATE ROUTINE", "CREATE TABLESPACE", "CREATE ROLE"],
  ...["CREATE TEMPORARY TABLES", "CREATE USER", "CREATE VIEW", "CREATE", "DELETE HISTORY", "DELETE VERSIONING ROWS"],
  ...["DELETE", "DROP ROLE", "DROP", "EVENT", "EXECUTE", "FILE", "GRANT OPTION", "GRANT", "INDEX", "INSERT"],
  ...["LOCK TABLES", "PROCESS", "REFERENCES", "RELOAD", "REPLICATION CLIENT", "REPLICATION SLAVE ADMIN"],
  ...["REPLICATION SLAVE", "REPLICATION REPLICA ADMIN", "REPLICATION REPLICA", "REPLICATION MASTER ADMIN", "SELECT"],
  ...["SHOW CREATE ROUTINE", "SHOW DATABASES", "SHOW VIEW", "SHUTDOWN", "SUPER", "TRIGGER", "UPDATE", "USAGE"],
  ...["BINLOG ADMIN", "BINLOG MONITOR", "BINLOG REPLAY", "CONNECTION ADMIN", "FEDERATED ADMIN", "READ ONLY ADMIN"],
  ...["READ_ONLY ADMIN", "REPLICA MONITOR", "SLAVE MONITOR", "SET USER"],
];

const NAME = [...NAMES, ...NAMES.map((name) => name.toLowerCase()), "[A-Z]+_[A-Z_]+"].join("|");
const QUOTED = "`(?:[^`]|``)+`";
const COLUMN = `(?:${QUOTED}|[^\`(),/:\\s]+)`;
const PRIVILEGE = `(?:${NAME})(?: ?\\( ?${COLUMN}(?: ?, ?${COLUMN})* ?\\))?`;
const KIND = "(?:FUNCTION |PROCEDURE )?";
const DATABASE = `(?:${QUOTED}|[^\`:/\\s]+)`;
const TABLE = `(?:${QUOTED}|[^\`:/.\\s]+)`;
const TARGET = `${KIND}${DATABASE}\\.${TABLE}`;
const GRANT = `${TARGET}: ?${PRIVILEGE}(?: ?, ?${PRIVILEGE})*`;

/** What the argument `priv` must look like. */
export const PRIVILEGES_PATTERN = `^${GRANT}(?:/${GRANT})*$`;

/** What a user may do on one target. */
export interface Grant {
  readonly target: string;
  readonly privileges: readonly string[];
}

/** Reads the argument `priv`, which has the pattern. */
export function desiredGrants(priv: string): readonly Grant[] {
  const grants = Array.from(
    priv.matchAll(new RegExp(`(?:^|/)(${TARGET}): ?(${PRIVILEGE}(?: ?, ?${PRIVILEGE})*)`, "g")),
  );
  return grants.map(([, target = "", privileges = ""]) => ({
    target: targetOf(target),
    privileges: privilegesOf(privileges),
  }));
}

/** `FUNCTION a.b` as a statement writes it. */
function targetOf(text: string): string {
  const [, kind = "", database = "", table = ""] = new RegExp(`^(${KIND})(${DATABASE})\\.(${TABLE})$`).exec(text) ?? [];
  return `${kind}${quoted(database)}.${quoted(table)}`;
}

function quoted(name: string): string {
  return name === "*" || name.startsWith("`") ? name : `\`${name}\``;
}

const SHOWN_QUOTED = "`(?:[^`]|``)*`";
const SHOWN_PRIVILEGE = `[A-Z][A-Z_ ]*?(?: \\(${SHOWN_QUOTED}(?:, ${SHOWN_QUOTED})*\\))?`;
const SHOWN_PLACE = `(?:\\*|${SHOWN_QUOTED})\\.(?:\\*|${SHOWN_QUOTED})`;
const SHOWN = new RegExp(
  `^GRANT (${SHOWN_PRIVILEGE}(?:, ${SHOWN_PRIVILEGE})*) ON ((?:[A-Z ]+ )?${SHOWN_PLACE}) TO ${SHOWN_QUOTED}@${SHOWN_QUOTED}(.*)$`,
);

/** Reads a line of `SHOW GRANTS`; undefined for no privileges, and for roles and proxies, which are left alone. */
export function shownGrant(line: string): Grant | undefined {
  const [, privileges = "", target = "", rest = ""] = SHOWN.exec(line) ?? [];
  if (target === "" || privileges === "PROXY") return undefined;
  const option = rest.includes(" WITH GRANT OPTION") ? ["GRANT OPTION"] : [];
  const all = [...privilegesOf(privileges), ...option];
  return all.length === 0 ? undefined : { target, privileges: all };
}

/** The privileges of a list, one for each column; no words for `USAGE`, which is none. */
function privilegesOf(list: string): readonly string[] {
  const found = Array.from(list.matchAll(new RegExp(`([A-Za-z][A-Za-z_ ]*)(?:\\(((?:${QUOTED}|[^)\`])*)\\))?`, "g")));
  const all = found.flatMap(([, word = "", columns]) => {
    const name = word.trim().toUpperCase();
    const usual = USUAL[name] ?? name;
    if (columns === undefined) return [usual];
    const names = Array.from(columns.matchAll(new RegExp(COLUMN, "g")), ([column]) => quoted(column).toLowerCase());
    return names.map((column) => `${usual} (${column})`);
  });
  return [...new Set(all)].filter((each) => each !== "USAGE");
}

/** Names that mean the same as others. */
const USUAL: Readonly<Record<string, string>> = {
  ALL: "ALL PRIVILEGES",
  GRANT: "GRANT OPTION",
  "BINLOG MONITOR": "REPLICATION CLIENT",
  "DELETE VERSIONING ROWS": "DELETE HISTORY",
  "READ ONLY ADMIN": "READ_ONLY ADMIN",
  "REPLICA MONITOR": "SLAVE MONITOR",
  "REPLICATION REPLICA": "REPLICATION SLAVE",
  "REPLICATION REPLICA ADMIN": "REPLICATION SLAVE ADMIN",
};
