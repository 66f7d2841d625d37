import type { Duplex, Readable, Writable } from "node:stream";

/** A way to a host, open. Its owner closes it. */
export interface Transport {
  /** Starts a command line for the login shell. Rejects where the connection is lost or the server opens no further session. */
  exec(command: string): Promise<Channel>;
  /** A byte stream to an address as the host sees it. Returns at once; emits `connect` when open, `error` when not. */
  dial(address: string, port: number): Duplex;
  close(): void;
}

/** One running command and its three streams. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the command has ended or the connection is gone; never rejects. */
  readonly ended: Promise<Ending>;
  /** Gives the channel up at once. */
  destroy(): void;
}

export type Ending = { readonly exit: number } | { readonly signal: string } | "lost";
