import type { ArgSchema } from "../../../module/schema.ts";
import type { Server } from "../database/server.ts";

/** The arguments with which a module reaches a MySQL or MariaDB server. */
export const MYSQL_LOGIN_ARGS = {
  login_host: {
    type: "string",
    description: "The server's host; `localhost` means its socket on the target, unless `login_port` is another port.",
    pattern: "^[^\\n]+$",
    rule: "the name or address of a host",
    default: "localhost",
  },
  login_unix_socket: {
    type: "string",
    description: "The server's socket, if it is not the usual one. Then `login_host` and `login_port` have no effect.",
    pattern: "^/[^\\n]*$",
    rule: "an absolute path",
  },
  login_port: { type: "integer", description: "The server's port.", minimum: 1, maximum: 65535, default: 3306 },
  login_user: {
    type: "string",
    description: "The user to log in as. By default it is the task's user on the target, or what ~/.my.cnf names.",
    pattern: "^[^\\n]+$",
    rule: "the name of a user",
  },
  login_password: {
    type: "string",
    description: "Its password: a secret. With it, ~/.my.cnf and the other files of options are not read.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

export interface MysqlLogin {
  readonly login_host: string;
  readonly login_unix_socket?: string;
  readonly login_port: number;
  readonly login_user?: string;
  readonly login_password?: string;
}

const USUAL_PORT = 3306;

/** Whether the client connects by the server's socket. */
export function usesSocket({ login_host, login_unix_socket, login_port }: MysqlLogin): boolean {
  return login_unix_socket !== undefined || (login_host === "localhost" && login_port === USUAL_PORT);
}

/** Whether the server is the target itself. */
function isLocal(login: MysqlLogin): boolean {
  return usesSocket(login) || ["localhost", "127.0.0.1", "::1"].includes(login.login_host);
}

/** The server that a login means. */
export function mysqlServer(login: MysqlLogin): Server {
  const local = isLocal(login);
  return {
    name: "MariaDB or MySQL",
    program: "mariadb",
    install: "Debian's package is mariadb-client; the package mariadb-server has the server, too",
    packages: /^(?:mariadb|(?:default-)?mysql)-server(?:-[\d.]+)?$/,
    units: /^(?:mariadb|mysqld?)(?:\.service)?$/,
    isLocal: local,
    usesSocket: usesSocket(login),
    advice: local
      ? "Use `become: true`, or set `login_user` and `login_password`."
      : "Check `login_host`, `login_port`, `login_user` and `login_password`.",
  };
}

/** The name of something in the server, for changes. */
export function nameInServer(login: MysqlLogin, name: string): string {
  const { login_unix_socket, login_host, login_port } = login;
  const server =
    login_unix_socket !== undefined ? `@${login_unix_socket}` : usesSocket(login) ? "" : `@${login_host}:${login_port}`;
  return `mysql${server}/${name}`;
}

export const MYSQL_NOTES = [
  "The target needs the program mariadb or mysql, of the package mariadb-client, and nothing else. On the server itself, use `become: true`: root logs in by the socket.",
  "Passwords reach the client by a pipe, never by arguments, the environment or a file.",
  "In check mode on a host without MariaDB, a package mariadb-server that an earlier task would install brings a new server, with its own databases and users only.",
] as const;
