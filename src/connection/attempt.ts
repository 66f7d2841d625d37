import { connect as connectSocket, isIP, type Socket } from "node:net";
import { NodeSSH, type Config } from "node-ssh";
import type { Client, ServerHostKeyAlgorithm } from "ssh2";
import { connectionFault } from "../errors/catalogue/connection.ts";
import type { Fault } from "../errors/fault.ts";
import { connectFault, followProgress, type Peer, type Progress } from "./connect-fault.ts";
import type { ForwardedSocket } from "./forward.ts";
import type { HostKeys } from "./host-keys.ts";
import { watchLiveness } from "./liveness.ts";
import type { Login } from "./login.ts";
import { authHandler } from "./password.ts";
import { refusalOf, type Attempt } from "./retry.ts";
import { transportOf, type SshTransport } from "./ssh-transport.ts";

/** Where to log in, and how. */
export interface ConnectionParts {
  readonly peer: Peer;
  readonly login: Login;
  readonly hostKeys: HostKeys;
  /** Connects through a jump host. */
  readonly dial: SshTransport["dial"] | undefined;
  /** Seconds that all attempts may take. */
  readonly timeout: number;
  /** Milliseconds between two looks at whether the peer still lives. */
  readonly lookEvery: number;
}

/** A transport, and the client that ends with its connection. */
export interface Opened {
  readonly transport: SshTransport;
  readonly client: Client;
}

/** Connects and logs in within that many milliseconds. */
export async function connectOnce(parts: ConnectionParts, withinMs: number): Promise<Attempt<Opened>> {
  const { login, peer, lookEvery, hostKeys, timeout, dial } = parts;
  let keyFault: Fault | undefined;
  const acceptKey = (key: Buffer): boolean => {
    keyFault = hostKeys.faultOf(key);
    return keyFault === undefined;
  };
  const ssh = new NodeSSH();
  const missing = dial === undefined && isIP(peer.address) === 0 ? "address" : "connection";
  const progress: Progress = { phase: "greeting", missing, words: [], agentErrors: [] };
  let socket: Socket | ForwardedSocket | undefined;
  try {
    // ssh2 sends a packet in several writes: Nagle's algorithm would hold back the last one for the server's delayed ACK.
    socket = dial?.(peer.address, peer.port) ?? connectSocket({ host: peer.address, port: peer.port, noDelay: true });
    const connected = ssh.connect(connectConfig({ ...parts, acceptKey, socket, withinMs }));
    if (ssh.connection) followProgress(ssh.connection, socket, progress);
    await connected;
  } catch (error) {
    ssh.dispose();
    socket?.destroy();
    const fault = keyFault ?? connectFault(error, { peer, timeout, login, progress });
    const isRefused = fault.code === "connection/closed" && progress.phase === "greeting";
    return { is: "failed", fault, refusal: isRefused ? refusalOf(progress.words.join(" ")) : undefined };
  }
  if (ssh.connection) {
    watchLiveness(socket, lookEvery);
    return { is: "connected", value: { transport: transportOf(ssh, ssh.connection), client: ssh.connection } };
  }
  const words = "";
  return {
    is: "failed",
    fault: connectionFault("connection/closed", { ...peer, phase: "login", user: login.user, words }),
  };
}

interface ConnectParts extends ConnectionParts {
  readonly acceptKey: (key: Buffer) => boolean;
  readonly socket: Socket | ForwardedSocket;
  readonly withinMs: number;
}

function connectConfig({ peer, login, hostKeys, acceptKey, socket, lookEvery, withinMs }: ConnectParts): Config {
  return {
    host: peer.address,
    port: peer.port,
    sock: socket,
    username: login.user,
    readyTimeout: Math.max(1, Math.ceil(withinMs)),
    // Only asks. liveness.ts decides, because an answer may wait behind an upload.
    keepaliveInterval: lookEvery,
    keepaliveCountMax: Infinity,
    hostVerifier: acceptKey,
    algorithms: { serverHostKey: hostKeyAlgorithms(hostKeys.types) },
    authHandler: login.password ? authHandler(login) : [...login.methods],
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
