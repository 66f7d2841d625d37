import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { type buildConnector, Client } from "undici";
import type { Dial } from "../../module/contract.ts";
import { openTunnel, proxyAddress } from "./proxy.ts";

/** The server that a connection leads to, and how to verify it. */
export interface Destination {
  readonly url: URL;
  readonly validateCerts: boolean;
  /** The proxy to go through; undefined for none. */
  readonly proxy?: URL | undefined;
}

/** An HTTP client with at most one connection; it reconnects if the server has closed that since the last request. */
export interface Connection {
  readonly client: Client;
  /** Whether the connection broke: it was closed or failed before the server had ended it. */
  isBroken(): boolean;
  /** What the connection is still waiting for before a request can be sent; undefined once it is open. */
  waitsFor(): string | undefined;
  /** Ends the connection, also one that is still being opened; a request under way fails. */
  destroy(): Promise<void>;
}

/** Prepares a connection over `dial`; the first request opens it. Time limits are the caller's. */
export function openConnection(dial: Dial, { url, validateCerts, proxy }: Destination): Connection {
  let stream: Duplex | undefined;
  let hasEnded = false;
  let waitsFor: string | undefined;
  const connect: buildConnector.connector = ({ hostname, port, protocol }, callback) => {
    const secure = protocol === "https:";
    const target = port === "" ? (secure ? 443 : 80) : Number(port);
    const opened = dial(...(proxy ? proxyAddress(proxy) : ([hostname, target] as const)));
    stream = opened;
    waitsFor = `${proxy ? `the proxy ${proxy.host}` : "the server"} to accept the connection`;
    opened.once("connect", () => {
      if (secure) waitsFor = proxy ? `the proxy ${proxy.host} to open a tunnel` : TLS;
    });
    // Never removed: a late error of an abandoned stream must not end the process.
    opened.on("error", () => undefined);
    const begin = () => {
      const socket = secure ? secured(opened, hostname, validateCerts) : opened;
      hasEnded = false;
      if (secure && proxy) waitsFor = TLS;
      socket.once("end", () => (hasEnded = true));
      const closed = () => callback(new Error("the connection was closed before it was open"), null);
      const failed = (error: Error) => {
        socket.off("close", closed);
        callback(error, null);
      };
      socket.once("error", failed).once("close", closed);
      socket.on("error", () => undefined);
      socket.once(secure ? "secureConnect" : "connect", () => {
        socket.off("error", failed).off("close", closed);
        waitsFor = undefined;
        // undici uses only methods that every Duplex has, and checks whether the others exist.
        callback(null, socket as Socket);
      });
    };
    if (!proxy || !secure) begin();
    else
      openTunnel(opened, proxy, `${hostname}:${target}`).then(begin, (error: unknown) =>
        callback(error as Error, null),
      );
  };
  const client = new Client(url.origin, { connect, headersTimeout: 0, bodyTimeout: 0 });
  return {
    client,
    waitsFor: () => waitsFor,
    isBroken: () => stream !== undefined && stream.destroyed && !hasEnded,
    destroy: async () => {
      stream?.destroy();
      await client.destroy();
    },
  };
}

const TLS = "the server to finish the TLS handshake";

function secured(stream: Duplex, host: string, rejectUnauthorized: boolean): tls.TLSSocket {
  const isAddress = /^[\d.]+$|:/.test(host);
  return tls.connect({ socket: stream, host, rejectUnauthorized, ...(!isAddress && { servername: host }) });
}
