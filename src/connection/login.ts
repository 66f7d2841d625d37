import ssh2 from "ssh2";
import { withRegularFile } from "../disk/read-file.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { SshConnection } from "./connection.ts";

/** The local user: default login name and where to find keys. `cli` reads it once. */
export interface SshUser {
  readonly name: string;
  /** The folder that contains `.ssh`. */
  readonly home: string;
  /** The socket of an SSH agent. */
  readonly agent: string | undefined;
}

/** How to log in: the methods that ssh2 tries in order. `tried` describes them, and the keys that cannot be used, for messages. */
export interface Login {
  readonly user: string;
  readonly methods: readonly Method[];
  readonly tried: readonly string[];
}

type Method =
  | { readonly type: "publickey"; readonly username: string; readonly key: Buffer }
  | { readonly type: "agent"; readonly username: string; readonly agent: string };

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** If the host names a key, only that key is used; otherwise the agent, then the default key files that exist. */
export async function findLogin(host: string, connection: SshConnection, user: SshUser): Promise<Outcome<Login>> {
  const username = connection.user ?? user.name;
  if (connection.privateKeyFile !== undefined) {
    const { file, key, cause } = await readKey(connection.privateKeyFile);
    if (!key) return bad(unusable(host, file, cause));
    return good({ user: username, methods: [{ type: "publickey", username, key }], tried: [`the key ${file}`] });
  }
  const agent = user.agent === undefined ? [] : [{ type: "agent" as const, username, agent: user.agent }];
  const keys = await Promise.all(DEFAULT_KEYS.map((name) => readKey(`${user.home}/.ssh/${name}`)));
  const existing = keys.filter(({ cause }) => cause !== MISSING);
  const usable = existing.flatMap(({ file, key }) => (key ? [{ file, key }] : []));
  const methods = [...agent, ...usable.map(({ key }) => ({ type: "publickey" as const, username, key }))];
  const [first] = existing;
  if (methods.length === 0 && first) return bad(unusable(host, first.file, first.cause));
  if (methods.length === 0) {
    return bad(connectionFault("connection/no-key", { host, address: connection.address, port: connection.port }));
  }
  const tried = [
    ...agent.map(() => "the agent's keys"),
    ...existing.map(({ file, key, cause = "" }) => (key ? `the key ${file}` : `not the key ${file} (${cause})`)),
  ];
  return good({ user: username, methods, tried });
}

interface Key {
  readonly file: string;
  readonly key?: Buffer;
  /** Why it cannot be used. */
  readonly cause?: string;
}

const MISSING = "it does not exist";

async function readKey(file: string): Promise<Key> {
  const read = await withRegularFile(file, (handle) => handle.readFile());
  if (read.is !== "read") return { file, cause: read.is === "missing" ? MISSING : read.reason };
  const key = read.value;
  const parsed = ssh2.utils.parseKey(key);
  return parsed instanceof Error ? { file, cause: parsed.message } : { file, key };
}

function unusable(host: string, file: string, cause = ""): Fault {
  // ssh2 starts this message alike for every key format.
  return /^encrypted /i.test(cause)
    ? connectionFault("connection/key-encrypted", { host, file })
    : connectionFault("connection/key-unusable", { host, file, cause });
}
