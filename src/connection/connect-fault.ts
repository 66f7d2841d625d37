import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { connectionFault } from "../errors/catalogue/connection.ts";
import type { Fault } from "../errors/fault.ts";
import type { Login } from "./login.ts";

/** A host, and where it is reached. */
export interface Peer {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** The jump host that connects to it. */
  readonly via?: string;
}

/** How far a connection got, and what was said on the way. */
export interface Progress {
  phase: "greeting" | "handshake" | "login";
  /** What has not happened before the greeting. */
  missing: "address" | "connection" | undefined;
  /** What the server has said: a refusal before the greeting, a banner, PAM's message. */
  readonly words: string[];
  /** Why the agent could not sign. */
  readonly agentErrors: string[];
  passwordExpired?: boolean;
}

/** A server's notice can be long. */
const MAX_WORDS = 500;
/** How other services begin: HTTP, RTSP, FTP and mail, VNC, XML. */
const OTHER_SERVICE = /^(HTTP\/|RTSP\/|\d{3}[ -]|\* OK|\+OK|-ERR|RFB |<)/;

/** Follows a client that connects. An agent's error does not end the attempt: ssh2 goes on with the next key. */
export function followProgress(client: Client, socket: Duplex, progress: Progress): void {
  const beforeGreeting = (data: Buffer) => {
    const words = data.toString("utf8", 0, MAX_WORDS);
    if (/^SSH-/m.test(words)) {
      socket.off("data", beforeGreeting);
      progress.phase = "handshake";
    } else if (progress.words.length === 0) progress.words.push(words);
  };
  socket.on("data", beforeGreeting);
  socket.once("lookup", () => (progress.missing = "connection")).once("connect", () => (progress.missing = undefined));
  client.on("banner", (words) => progress.words.push(words));
  client.on("change password", () => {
    progress.passwordExpired = true;
    client.emit("error", Object.assign(new Error("the password has expired"), { level: "client-authentication" }));
  });
  client.on("handshake", () => (progress.phase = "login"));
  // After the login, each channel reports a loss itself. Without a listener, the same error would end the process.
  client.on("error", () => undefined);
  for (const reject of client.listeners("error") as ((error: Error) => void)[]) {
    client.off("error", reject);
    client.on("error", (error) => {
      if ((error as { level?: string }).level === "agent") progress.agentErrors.push(error.message);
      else reject(error);
    });
  }
}

export interface Attempt {
  readonly peer: Peer;
  /** Seconds. */
  readonly timeout: number;
  readonly login: Login;
  readonly progress: Progress;
}

/** Why a connection could not be opened, in the server's own words if it said any. */
export function connectFault(error: unknown, attempt: Attempt): Fault {
  const { code, message } = error as { code?: string | number; message: string };
  const { peer } = attempt;
  const { reason } = error as { reason?: unknown };
  if (peer.via !== undefined && (reason !== undefined || message === "Not connected")) {
    return connectionFault("connection/jump-refused", { ...peer, via: peer.via, cause: message });
  }
  if (code === "ECONNREFUSED") return connectionFault("connection/refused", peer);
  if (code === "ENOTFOUND" || code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "EAI_AGAIN") {
    return connectionFault("connection/no-route", { ...peer, cause: message });
  }
  if (code === "EMFILE" || code === "ENFILE") return connectionFault("connection/no-descriptors", { host: peer.host });
  const words = oneLine(attempt.progress.words);
  return serverFault(error, attempt, words) ?? connectionFault("connection/failed", { ...peer, cause: message });
}

/** The fault of a server that was reached; undefined for an error that has no entry of its own. */
function serverFault(error: unknown, { peer, timeout, login, progress }: Attempt, words: string): Fault | undefined {
  const { code, level, message } = error as { code?: string | number; level?: string; message: string };
  const { phase } = progress;
  const timedOut = level === "client-timeout" || (code === "ETIMEDOUT" && level !== undefined);
  const isOther = phase === "greeting" && progress.words.length > 0 && (timedOut || isOtherService(words));
  if (isOther) return connectionFault("connection/not-ssh", { ...peer, words: shown(words) });
  if (timedOut && progress.missing) {
    return connectionFault("connection/no-route", { ...peer, cause: MISSING[progress.missing](timeout) });
  }
  if (timedOut && phase === "greeting") return connectionFault("connection/no-answer", { ...peer, seconds: timeout });
  const socket = timedOut ? silentAgent(login) : undefined;
  if (socket !== undefined)
    return connectionFault("connection/agent-silent", { host: peer.host, socket, seconds: timeout });
  if (timedOut) return connectionFault("connection/slow-login", { ...peer, seconds: timeout, user: login.user });
  if (level === "client-authentication" && login.password) {
    const { sent, offered, question } = login.password;
    const expired = progress.passwordExpired ?? false;
    const parameters = { host: peer.host, user: login.user, tried: login.tried, sent, offered, question, expired };
    return connectionFault("connection/password-refused", parameters);
  }
  if (level === "client-authentication") {
    const tried = [...login.tried, ...progress.agentErrors.map((cause) => `not a key of the agent (${cause})`)];
    return connectionFault("connection/login-refused", { ...peer, user: login.user, tried });
  }
  if (message.startsWith("Bad packet length")) return connectionFault("connection/long-packet", { ...peer, phase });
  if (!isClosed({ code, message })) return undefined;
  // A disconnection has a reason with a number; its description is the server's.
  const all = oneLine([words, ...(typeof code === "number" ? [message] : [])]);
  return connectionFault("connection/closed", { ...peer, phase, user: login.user, words: all });
}

const MISSING = {
  address: (seconds: number) => `the name server did not answer within ${seconds} s`,
  connection: (seconds: number) => `nothing accepted the connection within ${seconds} s`,
};

/** The socket of an agent that was asked for a signature and has not answered. */
function silentAgent({ methods }: Login): string | undefined {
  return methods.flatMap((method) =>
    method.type === "agent" && method.agent.isSigning ? [method.agent.socket] : [],
  )[0];
}

function isOtherService(words: string): boolean {
  return OTHER_SERVICE.test(words) || isBinary(words);
}

/** Whether it is no text, as what a TLS server sends. */
function isBinary(words: string): boolean {
  return /[\p{Control}\u{fffd}]/u.test(words);
}

function shown(words: string): string {
  return isBinary(words) ? "bytes that are no text" : words.slice(0, 100);
}

/** `ETIMEDOUT` without a level is node-ssh's code for a connection that the server closed. */
function isClosed({ code, message }: { code?: string | number | undefined; message: string }): boolean {
  if (typeof code === "number" || code === "ECONNRESET" || code === "EPIPE" || code === "ETIMEDOUT") return true;
  return message === "Connection lost before handshake";
}

function oneLine(words: readonly string[]): string {
  return words.join(" ").replace(/\s+/g, " ").trim().slice(0, MAX_WORDS);
}
