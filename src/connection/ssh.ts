import { connect as connectSocket, type Socket } from "node:net";
import { NodeSSH, type Config } from "node-ssh";
import type { Client, ClientChannel, ServerHostKeyAlgorithm } from "ssh2";
import { withRegularFile } from "../disk/read-file.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { connectFault, followProgress, type Peer, type Progress } from "./connect-fault.ts";
import type { SshConnection } from "./connection.ts";
import { ForwardedSocket } from "./forward.ts";
import { checkHostKey, fingerprint, keyTypeOf, knownKeyTypes, parseKnownHosts, type KnownHost } from "./known-hosts.ts";
import { findLogin, type Login, type SshUser } from "./login.ts";
import type { Channel, Ending, Transport } from "./transport.ts";

/** A dead peer is detected after three unanswered keep-alive requests, within 20 s. */
const KEEPALIVE = { keepaliveInterval: 5000, keepaliveCountMax: 3 };

/** Opens a connection. The host key must be known; keys and agent are tried in order. */
export async function openSsh(host: string, connection: SshConnection, user: SshUser): Promise<Outcome<Transport>> {
  const peer = { host, address: connection.address, port: connection.port };
  const login = await findLogin(host, connection, user);
  if (!login.ok) return login;
  const file = connection.knownHostsFile ?? `${user.home}/.ssh/known_hosts`;
  const read = await withRegularFile(file, (handle) => handle.readFile("utf8"));
  if (read.is === "unreadable") {
    return bad(connectionFault("connection/known-hosts-unusable", { host, file, reason: read.reason }));
  }
  const known = parseKnownHosts(read.is === "read" ? read.value : "");
  let keyFault: Fault | undefined;
  const acceptKey = (key: Buffer): boolean => {
    keyFault = hostKeyFault(key, { peer, file, known });
    return keyFault === undefined;
  };
  const ssh = new NodeSSH();
  // ssh2 sends a packet in several writes: Nagle's algorithm would hold back the last one for the server's delayed ACK.
  const socket = connectSocket({ host: connection.address, port: connection.port, noDelay: true });
  const progress: Progress = { phase: "greeting", words: [], agentErrors: [] };
  try {
    const connected = ssh.connect(connectConfig({ connection, login: login.value, known, acceptKey, socket }));
    if (ssh.connection) followProgress(ssh.connection, socket, progress);
    await connected;
  } catch (error) {
    ssh.dispose();
    return bad(keyFault ?? connectFault(error, { peer, timeout: connection.timeout, login: login.value, progress }));
  }
  return ssh.connection
    ? good(transportOf(ssh, ssh.connection))
    : bad(connectionFault("connection/closed", { ...peer, phase: "login", user: login.value.user, words: "" }));
}

interface KnownHosts {
  readonly peer: Peer;
  readonly file: string;
  readonly known: readonly KnownHost[];
}

/** Why the server's host key cannot be trusted; undefined if it is known. */
function hostKeyFault(key: Buffer, { peer, file, known }: KnownHosts): Fault | undefined {
  const verdict = checkHostKey(known, peer, key);
  const offered = { ...peer, knownHosts: file, fingerprint: fingerprint(key), keyType: keyTypeOf(key) };
  switch (verdict.is) {
    case "known":
      return undefined;
    case "unknown":
      return verdict.authority
        ? connectionFault("connection/host-certificate", { ...offered, line: verdict.authority.line })
        : connectionFault("connection/host-key-unknown", offered);
    case "revoked":
      return connectionFault("connection/host-key-revoked", { ...offered, line: verdict.entry.line });
    case "changed": {
      const { keyType, key: knownKey, line } = verdict.entry;
      const expected = `${keyType} ${fingerprint(Buffer.from(knownKey, "base64"))}`;
      return connectionFault("connection/host-key-changed", { ...offered, line, known: expected });
    }
  }
}

interface ConnectParts {
  readonly connection: SshConnection;
  readonly login: Login;
  readonly known: readonly KnownHost[];
  readonly acceptKey: (key: Buffer) => boolean;
  readonly socket: Socket;
}

function connectConfig({ connection, login, known, acceptKey, socket }: ConnectParts): Config {
  const { address, port, timeout } = connection;
  return {
    host: address,
    port,
    sock: socket,
    username: login.user,
    readyTimeout: timeout * 1000,
    ...KEEPALIVE,
    hostVerifier: acceptKey,
    algorithms: { serverHostKey: hostKeyAlgorithms(knownKeyTypes(known, { address, port })) },
    authHandler: [...login.methods],
  };
}

/** The algorithms whose keys can be checked come first. An RSA key can sign with either digest. */
function hostKeyAlgorithms(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
  const all = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
  ];
  const signs = (type: string) => (type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type]);
  const first = knownTypes.flatMap(signs).filter((type) => all.includes(type));
  return [...new Set([...first, ...all])] as ServerHostKeyAlgorithm[];
}

function transportOf(ssh: NodeSSH, client: Client): Transport {
  // Each channel reports the loss itself. Without a listener, the same error would end the process.
  client.on("error", () => undefined);
  return {
    exec: (command) => exec(client, command),
    dial: (address, port) => new ForwardedSocket((done) => client.forwardOut("127.0.0.1", 0, address, port, done)),
    close: () => {
      ssh.dispose();
    },
  };
}

function exec(client: Client, command: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error: Error | undefined, channel: ClientChannel) => {
      if (error) {
        reject(error);
        return;
      }
      resolve({
        stdin: channel.stdin,
        stdout: channel,
        stderr: channel.stderr,
        ended: ending(channel),
        destroy: () => channel.destroy(),
        kill() {
          channel.signal("KILL");
          channel.destroy();
        },
      });
    });
  });
}

function ending(channel: ClientChannel): Promise<Ending> {
  return new Promise((resolve) => {
    let end: Ending = "lost";
    channel.on("exit", (code: number | null, signal?: string) => {
      end = code === null ? { signal: signal ?? "unknown" } : { exit: code };
    });
    channel.on("error", () => undefined);
    channel.on("close", () => resolve(end));
  });
}
