import type { Duplex, Readable, Writable } from "node:stream";

/** Milliseconds for which the output of a command that has ended is still read. Other processes may hold it open. */
export const AFTER_EXIT_MS = 1000;

/** An open connection to a host. Its owner closes it. */
export interface Transport {
  /** Starts a command line in the login shell. Rejects if the connection is lost or the server opens no further session. */
  exec(command: string): Promise<Channel>;
  /** Returns a byte stream to an address, resolved on the host. It emits `connect` once it is open, or `error`. */
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
  /** Closes the channel at once. */
  destroy(): void;
  /** Ends the command with SIGKILL, if the other side allows it, and closes the channel. */
  kill(): void;
}

/** How a command ended; `lost` if the connection ended first. */
export type Ending = { readonly exit: number } | { readonly signal: string } | "lost";
