import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { askAgent, LimitedAgent, type Agent, type AskedAgent } from "./agent.ts";
import type { SshConnection } from "./connection.ts";
import { MISSING, readKey, type KeyFile } from "./key-file.ts";

/** The local user: default login name and where to find keys. `cli` reads it once. */
export interface SshUser {
  readonly name: string;
  /** The folder that contains `.ssh`. */
  readonly home: string;
  /** The socket of an SSH agent. Empty or undefined without an agent. */
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

/** Those of security keys cannot be used, but are named. */
const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"];

/**
 * If the host names a key, only that key is used: from its file, or from the agent if the file is encrypted or has only the public key.
 * Otherwise the keys of the agent, then the default key files that exist.
 */
export async function findLogin(host: string, connection: SshConnection, user: SshUser): Promise<Outcome<Login>> {
  const username = connection.user ?? user.name;
  const agent = user.agent ? await askAgent(user.agent) : undefined;
  const { privateKeyFile } = connection;
  if (privateKeyFile !== undefined) return namedKey({ host, username, agent, file: await readKey(privateKeyFile) });
  const files = await Promise.all(DEFAULT_KEYS.map((name) => readKey(`${user.home}/.ssh/${name}`)));
  const existing = files.filter(({ cause }) => cause !== MISSING);
  const methods = [
    ...(agent?.answers && agent.agent.keys.length > 0 ? [agentMethod(username, agent.agent)] : []),
    ...existing.flatMap(({ key }) => (key ? [{ type: "publickey" as const, username, key }] : [])),
  ];
  if (methods.length > 0)
    return good({ user: username, methods, tried: [...agentNotes(agent), ...existing.map(note)] });
  const [first] = existing;
  if (agent && !agent.answers && !first) {
    return bad(connectionFault("connection/no-agent", { host, socket: user.agent ?? "", cause: agent.cause }));
  }
  if (first) return bad(unusable(host, first, agent));
  const notes = agentNotes(agent);
  return bad(connectionFault("connection/no-key", { host, address: connection.address, port: connection.port, notes }));
}

interface NamedKey {
  readonly host: string;
  readonly username: string;
  readonly agent: AskedAgent | undefined;
  readonly file: KeyFile;
}

function namedKey({ host, username, agent, file }: NamedKey): Outcome<Login> {
  const { key, publicKey } = file;
  if (key) {
    return good({ user: username, methods: [{ type: "publickey", username, key }], tried: [note(file)] });
  }
  const held = agent?.answers
    ? agent.agent.keys.filter((each) => publicKey && each.getPublicSSH().equals(publicKey))
    : [];
  if (!agent?.answers || held.length === 0) return bad(unusable(host, file, agent));
  const { socket } = agent.agent;
  const tried = [`the key ${file.path} in the agent`];
  return good({ user: username, methods: [agentMethod(username, { socket, keys: held })], tried });
}

function agentMethod(username: string, agent: Pick<Agent, "socket" | "keys">): Method {
  return { type: "agent", username, agent: new LimitedAgent(agent) };
}

function agentNotes(agent: AskedAgent | undefined): string[] {
  if (!agent) return [];
  if (!agent.answers) return [`not the agent (${agent.cause})`];
  const { keys, unsupported } = agent.agent;
  const types = [...new Set(unsupported)].join(" and ");
  const others = types === "" ? [] : [`not the agent's keys of type ${types}, which provision does not support`];
  if (keys.length > 0) return ["the agent's keys", ...others];
  // A locked agent answers like an empty one.
  return others.length > 0 ? others : ["not the agent (it has no keys, or is locked: see `ssh-add -l`, `ssh-add -X`)"];
}

function note({ path, key, cause = "", certificate }: KeyFile): string {
  if (!key) return `not the key ${path} (${cause})`;
  return certificate
    ? `the key ${path}, but not with ${certificate} (certificates are not supported)`
    : `the key ${path}`;
}

function unusable(host: string, file: KeyFile, agent: AskedAgent | undefined): Fault {
  const { path, cause = "", encrypted, open, unsupported: type } = file;
  if (open) return connectionFault("connection/key-open", { host, file: path, cause });
  if (type !== undefined) return connectionFault("connection/key-type", { host, file: path, type });
  return encrypted
    ? connectionFault("connection/key-encrypted", { host, file: path }, { details: agentNotes(agent) })
    : connectionFault("connection/key-unusable", { host, file: path, cause });
}
