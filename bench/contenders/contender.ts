import type { Login } from "../host/sshd.ts";
import type { Piece } from "../work.ts";

/** Somebody who can do the pieces of work over SSH. */
export interface Contender {
  readonly name: string;
  /** One that takes so long that one repetition has to do. */
  readonly slow?: true;
  /** Does them all in a process of its own; resolves to the milliseconds from its start to its end. */
  run(): Promise<number>;
}

export interface Assignment {
  readonly pieces: readonly Piece[];
  readonly login: Login;
  /** An empty folder for what the contender needs on this side. */
  readonly folder: string;
}
