import { readFile } from "node:fs/promises";
import ssh2 from "ssh2";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Connection } from "../model/host.ts";

/** What the user's side provides: read once, at the command line. */
export interface SshUser {
  readonly name: string;
  /** Where ~/.ssh is looked for. */
  readonly home: string;
  readonly agent: string | undefined;
}

/** How to log in: the methods that ssh2 tries in order, and what a person calls them. */
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
    const key = await readKey(connection.privateKeyFile);
    if (typeof key === "string") {
      return bad(connectionFault("connection/key-unusable", { host, file: connection.privateKeyFile, cause: key }));
    }
    return good({
      user: username,
      methods: [{ type: "publickey", username, key }],
      tried: [`the key ${connection.privateKeyFile}`],
    });
  }
  const agent = user.agent === undefined ? [] : [{ type: "agent" as const, username, agent: user.agent }];
  const files = DEFAULT_KEYS.map((name) => `${user.home}/.ssh/${name}`);
  const keys = await Promise.all(files.map(readKey));
  const usable = keys.flatMap((key, index) => (typeof key === "string" ? [] : [{ key, file: files[index] ?? "" }]));
  const methods = [...agent, ...usable.map(({ key }) => ({ type: "publickey" as const, username, key }))];
  if (methods.length === 0) {
    return bad(connectionFault("connection/no-key", { host, address: connection.address, port: connection.port }));
  }
  const tried = [...agent.map(() => "the agent's keys"), ...usable.map(({ file }) => `the key ${file}`)];
  return good({ user: username, methods, tried });
}

/** The key's bytes, or why it cannot be used. */
async function readKey(file: string): Promise<Buffer | string> {
  try {
    const key = await readFile(file);
    const parsed = ssh2.utils.parseKey(key);
    return parsed instanceof Error ? parsed.message : key;
  } catch (error) {
    return (error as Error).message;
  }
}
