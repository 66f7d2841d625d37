import { randomBytes } from "node:crypto";
import type { Channel, Transport } from "../../connection/transport.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { shellFault } from "../../errors/catalogue/shell.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Become } from "../../model/host.ts";
import { bootstrap, withoutMarks, type Bootstrap } from "../bootstrap.ts";
import { Output } from "../output.ts";
import { lastLines } from "./last-lines.ts";
import { whyNotStarted } from "./why-not.ts";

export interface StartParts {
  readonly host: string;
  readonly transport: Transport;
  readonly become: Become | undefined;
  /** Seconds within which the shell must have started. */
  readonly within: number;
  /** Called when the password is sent. */
  readonly onPassword?: (() => void) | undefined;
}

/** A shell that has proved that it evaluates what it is sent. */
export interface Started {
  readonly channel: Channel;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Its process id. */
  readonly pid: number;
}

/** Longer than any mark. */
const MARK_LENGTH = 100;

/** Sudo quotes the whole loop when it refuses to run it. */
const MAX_WORDS = 16 * 1024;

/** What happened first, until the shell has started or not. */
type Event = "ready" | "over" | "refused" | "late";

/**
 * Starts a shell. Nothing but a password that sudo asks for is sent before the shell has solved the challenge in its command line: what
 * a login runs instead of it would execute, or print, whatever it gets.
 */
export async function startShell(
  parts: StartParts,
  late: Lateness = lateness(parts.within),
): Promise<Outcome<Started>> {
  try {
    const start = bootstrap(parts.become, randomBytes(16).toString("hex"));
    const channel = await opened(parts, start, late.reached);
    return channel.ok ? await awaitReady(parts, start, channel.value, late.reached) : channel;
  } finally {
    late.cancel();
  }
}

/** When to give up. */
export interface Lateness {
  readonly reached: Promise<"late">;
  cancel(): void;
}

function lateness(seconds: number): Lateness {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), seconds * 1000);
  });
  return { reached, cancel: () => clearTimeout(timer) };
}

async function opened(parts: StartParts, start: Bootstrap, late: Promise<"late">): Promise<Outcome<Channel>> {
  const { host, transport, within } = parts;
  const opening = transport.exec(start.command);
  try {
    const channel = await Promise.race([opening, late]);
    if (channel !== "late") return good(channel);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EMFILE" || code === "ENFILE") return bad(connectionFault("connection/no-descriptors", { host }));
    const during = `while a shell was opened (${message})`;
    return bad(connectionFault("connection/lost", { host, during }));
  }
  void opening.then(
    (channel) => channel.kill(),
    () => undefined,
  );
  return bad(shellFault("shell/not-started", { host, seconds: within, output: "" }));
}

async function awaitReady(
  parts: StartParts,
  start: Bootstrap,
  channel: Channel,
  late: Promise<"late">,
): Promise<Outcome<Started>> {
  channel.stdin.on("error", () => undefined);
  const [stdout, stderr] = [new Output(channel.stdout), new Output(channel.stderr)];
  const sudo = answerSudo(parts, start, channel);
  const [answer, mark] = [stdout.until(start.ready), stderr.until(start.ready)];
  let solved: string | undefined;
  void answer.then(
    ({ trailer }) => (solved = trailer),
    () => undefined,
  );
  const ready = Promise.all([answer, mark]).then(
    () => "ready" as const,
    () => "over" as const,
  );
  const event = await Promise.race<Event>([ready, sudo.refused, late]);
  // One of the two streams may still have something to say after the other one has ended.
  const end = event === "over" ? await Promise.race([channel.ended, late]) : event;
  sudo.stop();
  if (event === "ready" && /^\d+$/.test(solved ?? "")) return good({ channel, stdout, stderr, pid: Number(solved) });
  channel.kill();
  const output = wordsOf(stderr) || wordsOf(stdout);
  return bad(
    whyNotStarted({
      host: parts.host,
      user: parts.become?.user,
      seconds: parts.within,
      end,
      solved,
      output,
      hasBegun: sudo.hasBegun,
      wasAnswered: sudo.wasAnswered,
    }),
  );
}

function wordsOf(output: Output): string {
  return lastLines(withoutMarks(output.rest().slice(-MAX_WORDS)));
}

interface Sudo {
  /** Resolves if sudo asks for the password a second time. */
  readonly refused: Promise<"refused">;
  /** Whether the login has started what becomes the user. */
  hasBegun: boolean;
  wasAnswered: boolean;
  stop(): void;
}

/** Sends the password once, and only after sudo's prompt; a second prompt means that the password was wrong. */
function answerSudo({ become, onPassword }: StartParts, { begun, prompt }: Bootstrap, channel: Channel): Sudo {
  const { stderr, stdin } = channel;
  let unread = "";
  /** Whether the mark has been printed. What precedes it is not looked at again. */
  const finds = (mark: string | undefined) => {
    const at = mark === undefined ? -1 : unread.indexOf(mark);
    if (at >= 0) unread = unread.slice(at + (mark ?? "").length);
    return at >= 0;
  };
  let refuse: (event: "refused") => void = () => undefined;
  const watch = (chunk: Buffer) => {
    unread += chunk.toString("latin1");
    if (!sudo.hasBegun) sudo.hasBegun = finds(begun);
    while (finds(prompt)) {
      if (sudo.wasAnswered) refuse("refused");
      else stdin.write(`${become?.password?.reveal() ?? ""}\n`);
      sudo.wasAnswered = true;
      onPassword?.();
    }
    unread = unread.slice(-MARK_LENGTH);
  };
  const sudo: Sudo = {
    refused: new Promise((resolve) => (refuse = resolve)),
    hasBegun: false,
    wasAnswered: false,
    stop: () => stderr.off("data", watch),
  };
  stderr.on("data", watch);
  return sudo;
}
