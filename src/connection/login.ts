import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { askAgent, LimitedAgent, type Agent } from "./agent.ts";
import type { SshConnection } from "./connection.ts";
import { MISSING, readKey, type KeyFile } from "./key-file.ts";

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
  | { readonly type: "agent"; readonly username: string; readonly agent: LimitedAgent };

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/**
 * If the host names a key, only that key is used: from its file, or from the agent if the file is encrypted or has only the public key.
 * Otherwise the keys of the agent, then the default key files that exist.
 */
export async function findLogin(host: string, connection: SshConnection, user: SshUser): Promise<Outcome<Login>> {
  const username = connection.user ?? user.name;
  const agent = await agentOf(host, user);
  const { privateKeyFile } = connection;
  if (privateKeyFile !== undefined) return namedKey({ host, username, agent, file: await readKey(privateKeyFile) });
  const files = await Promise.all(DEFAULT_KEYS.map((name) => readKey(`${user.home}/.ssh/${name}`)));
  const existing = files.filter(({ cause }) => cause !== MISSING);
  const methods = [
    ...(agent?.ok && agent.value.keys.length > 0 ? [agentMethod(username, agent.value)] : []),
    ...existing.flatMap(({ key }) => (key ? [{ type: "publickey" as const, username, key }] : [])),
  ];
  if (methods.length > 0)
    return good({ user: username, methods, tried: [...agentNotes(agent), ...existing.map(note)] });
  const [first] = existing;
  if (agent && !agent.ok && !first) return agent;
  if (first) return bad(unusable(host, first));
  return bad(connectionFault("connection/no-key", { host, address: connection.address, port: connection.port }));
}

/** Undefined without an agent. An empty SSH_AUTH_SOCK names none. */
async function agentOf(host: string, { agent }: SshUser): Promise<Outcome<Agent> | undefined> {
  return agent ? askAgent(host, agent) : undefined;
}

interface NamedKey {
  readonly host: string;
  readonly username: string;
  readonly agent: Outcome<Agent> | undefined;
  readonly file: KeyFile;
}

function namedKey({ host, username, agent, file }: NamedKey): Outcome<Login> {
  const { key, publicKey } = file;
  if (key) {
    return good({ user: username, methods: [{ type: "publickey", username, key }], tried: [`the key ${file.path}`] });
  }
  const held = agent?.ok ? agent.value.keys.filter((each) => publicKey && each.getPublicSSH().equals(publicKey)) : [];
  if (!agent?.ok || held.length === 0) return bad(unusable(host, file));
  const { socket } = agent.value;
  const tried = [`the key ${file.path} in the agent`];
  return good({ user: username, methods: [agentMethod(username, { socket, keys: held })], tried });
}

function agentMethod(username: string, agent: Agent): Method {
  return { type: "agent", username, agent: new LimitedAgent(agent) };
}

function agentNotes(agent: Outcome<Agent> | undefined): string[] {
  if (!agent) return [];
  if (!agent.ok) return ["not the agent (it does not answer)"];
  return [agent.value.keys.length > 0 ? "the agent's keys" : "not the agent (it has no keys)"];
}

function note({ path, key, cause = "" }: KeyFile): string {
  return key ? `the key ${path}` : `not the key ${path} (${cause})`;
}

function unusable(host: string, { path, cause = "", encrypted, open }: KeyFile): Fault {
  if (open) return connectionFault("connection/key-open", { host, file: path, cause });
  return encrypted
    ? connectionFault("connection/key-encrypted", { host, file: path })
    : connectionFault("connection/key-unusable", { host, file: path, cause });
}
