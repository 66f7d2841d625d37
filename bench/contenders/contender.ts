import type { Login } from "../host/sshd.ts";
import type { Spent } from "../process.ts";
import type { Piece } from "../work.ts";

/** A program that does the pieces of work over SSH. */
export interface Contender {
  readonly name: string;
  /** Somebody else's program, which is slow. */
  readonly peer?: true;
  /** Does all pieces in its own process. */
  readonly run: () => Promise<Spent>;
}

/** A host, and the folder on it that the measurement empties. */
export interface Target {
  readonly name: string;
  readonly login: Login;
  readonly place: string;
}

/** Where a piece says this, each host has its own folder. Every contender's templates write a variable this way. */
export const PLACE = "{{ place }}";

export interface Assignment {
  /** Their paths begin with `PLACE`. */
  readonly pieces: readonly Piece[];
  readonly targets: readonly Target[];
  /** An empty local folder for the contender's files. */
  readonly folder: string;
}
