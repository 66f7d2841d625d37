import { randomBytes } from "node:crypto";
import { homedir, tmpdir, userInfo } from "node:os";
import path from "node:path";
import { createMask } from "../events/mask.ts";
import type { Mask } from "../events/mask.ts";
import type { Transport } from "../connection/transport.ts";
import type { Outcome } from "../errors/fault.ts";
import type { Host } from "../model/host.ts";
import type { Output } from "../report/reporter.ts";
import type { Clock } from "../run/context.ts";

/** The stream that a password is read from. */
export type Input = NodeJS.ReadableStream & {
  readonly isTTY: boolean;
  readonly setRawMode?: ((raw: boolean) => unknown) | undefined;
};

/** What tests replace, so that whole plays run without servers and without waiting. */
export interface StandIns {
  readonly openTransport: (host: Host) => Promise<Outcome<Transport>>;
  readonly clock: Clock;
  /** Calls the listener when the user interrupts the run; returns how to stop listening. */
  /** Seconds for which running tasks may finish after an interrupt. */
  readonly grace?: number | undefined;
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** The environment of the process. It is read only here and passed on to other rooms. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  readonly home: string;
  readonly tmpdir: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns 32 unpredictable hexadecimal digits. */
  readonly randomId: () => string;
  /** Every secret is added to it before anything can print it. */
  readonly mask: Mask;
  readonly standIns?: StandIns;
}

/** The environment of this process, in an absolute folder. */
export function processIo(cwd = process.cwd()): Io {
  const turn = createTurn();
  process.once("exit", turn.write);
  return {
    stdin: process.stdin,
    stdout: outputOf(process.stdout, turn),
    stderr: outputOf(process.stderr, turn),
    env: takeEnvironment(),
    cwd,
    home: homeFolder(),
    tmpdir: tmpdir(),
    now: Date.now,
    randomId: () => randomBytes(16).toString("hex"),
    mask: createMask(),
  };
}

/** The user's home folder. `HOME` counts only if it is absolute: an empty one would be the current folder. */
function homeFolder(): string {
  return path.isAbsolute(homedir()) ? homedir() : userInfo().homedir;
}

/** Copies the environment, and removes the key to the secrets from it so that child processes do not inherit it. */
function takeEnvironment(): Io["env"] {
  const env = { ...process.env };
  delete process.env["PROVISION_AGE_KEY"];
  return env;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EIO: "the device reports an error",
  EFBIG: "the file would become too large",
};

/** Joins what one turn of the event loop writes: each write costs a system call, and a loop reports thousands of items. */
interface Turn {
  add(stream: NodeJS.WriteStream, text: string): void;
  /** Writes everything now, in order. */
  readonly write: () => void;
}

function createTurn(): Turn {
  let waiting: { readonly stream: NodeJS.WriteStream; text: string }[] = [];
  const write = () => {
    const all = waiting;
    waiting = [];
    for (const { stream, text } of all) stream.write(text);
  };
  return {
    add(stream, text) {
      const last = waiting.at(-1);
      if (last?.stream === stream) last.text += text;
      else waiting.push({ stream, text });
      if (waiting.length === 1 && !last) setImmediate(write);
    },
    write,
  };
}

/** Wraps a stream. If it cannot be written any more (`provision … | head`, a full disk), the run goes on and further output is dropped. */
export function outputOf(stream: NodeJS.WriteStream, turn = createTurn()): Output {
  let gone = false;
  let problem: string | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!gone && error.code !== "EPIPE") problem = PROBLEMS[error.code ?? ""] ?? error.message;
    gone = true;
  });
  return {
    write(text) {
      if (!gone) turn.add(stream, text);
    },
    flush() {
      turn.write();
      return gone ? Promise.resolve() : new Promise((resolve) => stream.write("", () => resolve()));
    },
    lost: () => problem,
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : 80;
    },
  };
}
