import { connect as connectSocket, isIP, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { NodeSSH, type Config } from "node-ssh";
import type { Client, ClientChannel, ServerHostKeyAlgorithm } from "ssh2";
import { withRegularFile } from "../disk/read-file.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { connectFault, followProgress, type Peer, type Progress } from "./connect-fault.ts";
import type { SshConnection } from "./connection.ts";
import { ForwardedSocket } from "./forward.ts";
import { checkHostKey, fingerprint, keyTypeOf, knownKeyTypes, parseKnownHosts, type KnownHost } from "./known-hosts.ts";
import { LOOK_EVERY_MS, watchLiveness } from "./liveness.ts";
import { findLogin, type Login, type SshUser } from "./login.ts";
import { PAUSES, refusalOf, retry, type Attempt, type Pauses } from "./retry.ts";
import { AFTER_EXIT_MS, type Channel, type Ending, type Transport } from "./transport.ts";

/** What tests shorten. */
export interface SshTiming {
  readonly pauses: Pauses;
  /** Milliseconds between two looks at whether the peer still lives. */
  readonly lookEvery: number;
}

const TIMING: SshTiming = { pauses: PAUSES, lookEvery: LOOK_EVERY_MS };

/** Opens a connection. The host key must be known; keys and agent are tried in order. A server that is busy is asked again. */
export async function openSsh(
  host: string,
  connection: SshConnection,
  user: SshUser,
  timing: SshTiming = TIMING,
): Promise<Outcome<Transport>> {
  const login = await findLogin(host, connection, user);
  if (!login.ok) return login;
  const file = connection.knownHostsFile ?? `${user.home}/.ssh/known_hosts`;
  const read = await withRegularFile(file, (handle) => handle.readFile("utf8"));
  if (read.is === "unreadable") {
    return bad(connectionFault("connection/known-hosts-unusable", { host, file, reason: read.reason }));
  }
  const known = parseKnownHosts(read.is === "read" ? read.value : "");
  const peer = { host, address: connection.address, port: connection.port };
  const until = performance.now() + connection.timeout * 1000;
  const parts = { connection, login: login.value, peer, file, known, lookEvery: timing.lookEvery };
  const made = await retry(() => connectOnce(parts, until - performance.now()), {
    pauses: timing.pauses,
    until,
    now: () => performance.now(),
    sleep,
    random: Math.random,
  });
  return made.is === "connected" ? good(made.value) : bad(made.fault);
}

interface ConnectionParts extends KnownHosts {
  readonly connection: SshConnection;
  readonly login: Login;
  readonly lookEvery: number;
}

/** Connects and logs in within that many milliseconds. */
async function connectOnce(parts: ConnectionParts, withinMs: number): Promise<Attempt<Transport>> {
  const { connection, login, peer, lookEvery } = parts;
  let keyFault: Fault | undefined;
  const acceptKey = (key: Buffer): boolean => {
    keyFault = hostKeyFault(key, parts);
    return keyFault === undefined;
  };
  const ssh = new NodeSSH();
  // ssh2 sends a packet in several writes: Nagle's algorithm would hold back the last one for the server's delayed ACK.
  const socket = connectSocket({ host: connection.address, port: connection.port, noDelay: true });
  const missing = isIP(connection.address) === 0 ? "address" : "connection";
  const progress: Progress = { phase: "greeting", missing, words: [], agentErrors: [] };
  try {
    const connected = ssh.connect(connectConfig({ ...parts, acceptKey, socket, withinMs }));
    if (ssh.connection) followProgress(ssh.connection, socket, progress);
    await connected;
  } catch (error) {
    ssh.dispose();
    socket.destroy();
    const fault = keyFault ?? connectFault(error, { peer, timeout: connection.timeout, login, progress });
    const isRefused = fault.code === "connection/closed" && progress.phase === "greeting";
    return { is: "failed", fault, refusal: isRefused ? refusalOf(progress.words.join(" ")) : undefined };
  }
  if (ssh.connection) {
    watchLiveness(socket, lookEvery);
    return { is: "connected", value: transportOf(ssh, ssh.connection) };
  }
  const words = "";
  return {
    is: "failed",
    fault: connectionFault("connection/closed", { ...peer, phase: "login", user: login.user, words }),
  };
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

interface ConnectParts extends ConnectionParts {
  readonly acceptKey: (key: Buffer) => boolean;
  readonly socket: Socket;
  readonly withinMs: number;
}

function connectConfig({ connection, login, known, acceptKey, socket, lookEvery, withinMs }: ConnectParts): Config {
  const { address, port } = connection;
  return {
    host: address,
    port,
    sock: socket,
    username: login.user,
    readyTimeout: Math.max(1, Math.ceil(withinMs)),
    // Only asks. liveness.ts decides, because an answer may wait behind an upload.
    keepaliveInterval: lookEvery,
    keepaliveCountMax: Infinity,
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
      // What the command started may keep the channel open for ever.
      setTimeout(() => channel.destroy(), AFTER_EXIT_MS).unref();
    });
    channel.on("error", () => undefined);
    channel.on("close", () => resolve(end));
  });
}
