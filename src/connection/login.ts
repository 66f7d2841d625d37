import type { ParsedKey } from "ssh2";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Secret } from "../model/secret.ts";
import { askAgent, LimitedAgent, type Agent, type AskedAgent } from "./agent.ts";
import type { SshServer } from "./connection.ts";
import { MISSING, readKey, type KeyFile } from "./key-file.ts";
import { passwordLogin, type PasswordLogin } from "./password.ts";

/** The local user: default login name and where to find keys. `cli` reads it once. */
export interface SshUser {
  readonly name: string;
  /** The folder that contains `.ssh`. */
  readonly home: string;
  /** The socket of an SSH agent. Empty or undefined without an agent. */
  readonly agent: string | undefined;
  /** Accepts host keys that are unknown, and is told each. Without it, they are refused. */
  readonly acceptKeys?: ((accepted: Fault) => void) | undefined;
}

/** How to log in: the methods that ssh2 tries in order. `tried` describes them, and the keys that cannot be used, for messages. */
export interface Login {
  readonly user: string;
  readonly methods: readonly Method[];
  readonly tried: readonly string[];
  /** What is tried after the keys. */
  readonly password?: PasswordLogin | undefined;
}

export type Method =
  | { readonly type: "publickey"; readonly username: string; readonly key: Buffer }
  | { readonly type: "agent"; readonly username: string; readonly agent: LimitedAgent };

/** Those of security keys cannot be used, but are named. */
const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"];

/**
 * If the host names a key, only that key is used: from its file, or from the agent if the file is encrypted or has only the public key.
 * Otherwise the keys of the agent, then the key files that exist: those of ssh's configuration, or else the default ones. With a
 * password, only a key that is named comes before it, because a server counts each key that it rejects.
 */
export async function findLogin(host: string, server: SshServer, user: SshUser): Promise<Outcome<Login>> {
  const { privateKeyFile, identityFiles, password } = server;
  const username = server.user ?? user.name;
  if (password && privateKeyFile === undefined && identityFiles === undefined)
    return good(passwordOnly(username, password));
  const socket = server.agent === "none" ? undefined : (server.agent ?? user.agent);
  const agent = socket ? await askAgent(socket) : undefined;
  const found =
    privateKeyFile === undefined
      ? await keysOf({ host, server, user, username, agent, socket })
      : namedKey({ host, username, agent, file: await readKey(privateKeyFile) });
  if (!password) return found;
  if (!found.ok) return privateKeyFile === undefined ? good(passwordOnly(username, password)) : found;
  return good({ ...found.value, password: passwordLogin(username, password) });
}

function passwordOnly(user: string, password: Secret): Login {
  return { user, methods: [], tried: [], password: passwordLogin(user, password) };
}

interface SeveralKeys {
  readonly host: string;
  readonly server: SshServer;
  readonly user: SshUser;
  readonly username: string;
  readonly agent: AskedAgent | undefined;
  readonly socket: string | undefined;
}

async function keysOf({ host, server, user, username, agent, socket }: SeveralKeys): Promise<Outcome<Login>> {
  const { identityFiles, identitiesOnly = false } = server;
  const names = identityFiles ?? DEFAULT_KEYS.map((name) => `${user.home}/.ssh/${name}`);
  const files = await Promise.all(names.map(readKey));
  const existing = identityFiles ? files : files.filter(({ cause }) => cause !== MISSING);
  const held = agent?.answers ? offered(agent.agent, existing, identitiesOnly) : [];
  const methods = [
    ...(agent?.answers && held.length > 0 ? [agentMethod(username, { ...agent.agent, keys: held })] : []),
    ...existing.flatMap(({ key }) => (key ? [{ type: "publickey" as const, username, key }] : [])),
  ];
  if (methods.length > 0)
    return good({ user: username, methods, tried: [...agentNotes(agent), ...existing.map(note)] });
  const [first] = existing;
  if (agent && !agent.answers && !first) {
    return bad(connectionFault("connection/no-agent", { host, socket: socket ?? "", cause: agent.cause }));
  }
  if (first) return bad(unusable(host, first, agent));
  const notes = agentNotes(agent);
  return bad(connectionFault("connection/no-key", { host, address: server.address, port: server.port, notes }));
}

/** The agent's keys in the order of ssh: those of the files, and then the others, unless only those of the files are wanted. */
function offered({ keys }: Agent, files: readonly KeyFile[], identitiesOnly: boolean): readonly ParsedKey[] {
  const isOfFile = (key: ParsedKey) => files.some(({ publicKey }) => publicKey && key.getPublicSSH().equals(publicKey));
  const own = keys.filter(isOfFile);
  return identitiesOnly ? own : [...own, ...keys.filter((key) => !isOfFile(key))];
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
