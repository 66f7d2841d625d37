import { readFile } from "node:fs/promises";
import ssh2 from "ssh2";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Connection } from "../model/host.ts";

/** What the user's side provides: read once, at the command line. */
export interface SshUser {
  readonly name: string;
  /** Where ~/.ssh is looked for. */
  readonly home: string;
  readonly agent: string | undefined;
}

/** How to log in: the methods that ssh2 tries in order, and what a person calls them, with the keys that had to be left out. */
export interface Login {
  readonly user: string;
  readonly methods: readonly Method[];
  readonly tried: readonly string[];
}

type Method =
  | { readonly type: "publickey"; readonly username: string; readonly key: Buffer }
  | { readonly type: "agent"; readonly username: string; readonly agent: string };

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** A key named for the host is used alone; otherwise the agent, then the usual files that are there. */
export async function findLogin(host: string, connection: Connection, user: SshUser): Promise<Outcome<Login>> {
  const username = connection.user ?? user.name;
  if (connection.privateKeyFile !== undefined) {
    const { file, key, cause } = await readKey(connection.privateKeyFile);
    if (!key) return bad(unusable(host, file, cause));
    return good({ user: username, methods: [{ type: "publickey", username, key }], tried: [`the key ${file}`] });
  }
  const agent = user.agent === undefined ? [] : [{ type: "agent" as const, username, agent: user.agent }];
  const keys = await Promise.all(DEFAULT_KEYS.map((name) => readKey(`${user.home}/.ssh/${name}`)));
  const there = keys.filter(({ cause }) => cause !== NOT_THERE);
  const usable = there.flatMap(({ file, key }) => (key ? [{ file, key }] : []));
  const methods = [...agent, ...usable.map(({ key }) => ({ type: "publickey" as const, username, key }))];
  const [first] = there;
  if (methods.length === 0 && first) return bad(unusable(host, first.file, first.cause));
  if (methods.length === 0) {
    return bad(connectionFault("connection/no-key", { host, address: connection.address, port: connection.port }));
  }
  const tried = [
    ...agent.map(() => "the agent's keys"),
    ...there.map(({ file, key, cause = "" }) => (key ? `the key ${file}` : `not the key ${file} (${cause})`)),
  ];
  return good({ user: username, methods, tried });
}

interface Key {
  readonly file: string;
  readonly key?: Buffer;
  /** Why it cannot be used. */
  readonly cause?: string;
}

const NOT_THERE = "it is not there";

async function readKey(file: string): Promise<Key> {
  try {
    const key = await readFile(file);
    const parsed = ssh2.utils.parseKey(key);
    return parsed instanceof Error ? { file, cause: parsed.message } : { file, key };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { file, cause: code === "ENOENT" ? NOT_THERE : message };
  }
}

function unusable(host: string, file: string, cause = ""): Fault {
  // So ssh2 says it, whatever the key's format.
  return /^encrypted /i.test(cause)
    ? connectionFault("connection/key-encrypted", { host, file })
    : connectionFault("connection/key-unusable", { host, file, cause });
}
