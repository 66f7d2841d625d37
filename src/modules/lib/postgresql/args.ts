import type { ArgSchema } from "../../../module/schema.ts";

/** The arguments with which a module reaches a PostgreSQL server. */
export const POSTGRESQL_LOGIN_ARGS = {
  login_host: { type: "string", description: "The server's host; without it, its socket on the target.", minLength: 1 },
  login_unix_socket: {
    type: "string",
    description: "The folder of the server's socket, if it is not the usual one.",
    pattern: "^/",
    rule: "an absolute path",
  },
  login_port: { type: "integer", description: "The server's port.", minimum: 1, maximum: 65535, default: 5432 },
  login_user: {
    type: "string",
    description: "The role to log in as.",
    default: "postgres",
    format: "postgresql-name",
  },
  login_password: { type: "string", description: "Its password: a secret.", default: "" },
  login_db: {
    type: "string",
    description: "The database to connect to.",
    default: "postgres",
    format: "postgresql-name",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

/** Ansible's other names of these arguments. */
export const POSTGRESQL_LOGIN_ALIASES = {
  host: "login_host",
  unix_socket: "login_unix_socket",
  port: "login_port",
} as const;

export interface PostgresqlLogin {
  readonly login_host?: string;
  readonly login_unix_socket?: string;
  readonly login_port: number;
  readonly login_user: string;
  readonly login_password: string;
  readonly login_db: string;
}

/** The name of something in the server, for changes. */
export function nameInServer({ login_host, login_unix_socket, login_port }: PostgresqlLogin, name: string): string {
  const place = login_host ?? login_unix_socket ?? "";
  const server = place === "" && login_port === 5432 ? "" : `@${place}:${login_port}`;
  return `postgresql${server}/${name}`;
}

/** Whether the server is the target itself. */
export function isLocal({ login_host }: PostgresqlLogin): boolean {
  return (
    login_host === undefined || ["localhost", "127.0.0.1", "::1"].includes(login_host) || login_host.startsWith("/")
  );
}

export const POSTGRESQL_NOTES = [
  "The target needs psql, of the package postgresql-client, and nothing else. On the server itself, use `become_user: postgres`.",
  "Passwords reach psql by its environment and its standard input, never by arguments.",
  "In check mode on a host without PostgreSQL, a package postgresql that an earlier task would install brings a new server, with the role and the database postgres only. That also holds if the user postgres does not exist yet.",
] as const;
