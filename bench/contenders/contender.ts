import type { Login } from "../host/sshd.ts";
import type { Piece } from "../work.ts";

/** A program that does the pieces of work over SSH. */
export interface Contender {
  readonly name: string;
  /** Takes so long that it is measured only once. */
  readonly slow?: true;
  /** Does all pieces in its own process. Resolves to the milliseconds from start to end. */
  run(): Promise<number>;
}

export interface Assignment {
  readonly pieces: readonly Piece[];
  readonly login: Login;
  /** An empty local folder for the contender's files. */
  readonly folder: string;
}
