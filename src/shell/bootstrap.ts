import { randomInt } from "node:crypto";
import type { Become } from "../model/host.ts";
import { become as becomeUser } from "./become.sh.ts";
import { loop } from "./loop.sh.ts";
import { TOOLS } from "./tools/tools.ts";
import { trustedPath } from "./trusted-path.sh.ts";

/** One or more programs on one line, for any login shell. */
function oneLine(...programs: readonly string[]): string {
  return programs.join("\n").replaceAll(/\n\s*/g, " ");
}

/** Sums up to here are exact in any shell, also in one that calculates with 32 bits. */
const LARGEST = 2 ** 30;

/** A random string that only a shell can print: the command line has an addition in the place of its result. An echo does not suffice. */
interface Challenge {
  /** As in the command line. */
  readonly words: string;
  /** As printed. */
  readonly mark: string;
}

export interface Bootstrap {
  /** The command line for the login shell. */
  readonly command: string;
  /** Printed on a line of its own, on both streams, before any answer. Output before it comes from the login and is discarded. */
  readonly ready: string;
  /** Printed on standard error once the login has started what becomes the user. */
  readonly begun: string | undefined;
  /** Sudo's prompt, if it may ask for a password. */
  readonly prompt: string | undefined;
}

/** The command that starts the loop of requests, as the login user or another. `token` is random and contains only letters and digits. */
export function bootstrap(become: Become | undefined, token: string): Bootstrap {
  const challenge = challengeOf(token);
  const ready = challenge("ready");
  // Another user's `sh` may come first in PATH.
  if (!become) {
    const start = `${oneLine(trustedPath.text)} exec sh -c "$1" sh "$trusted_path"`;
    const command = `exec /bin/sh -c '${start}' sh '${loopCommand(ready.words, "trusted_path=$1;")}'`;
    return { command, ready: ready.mark, begun: undefined, prompt: undefined };
  }
  const { user } = become;
  if (!/^[\w.@][\w.@-]*$/.test(user)) throw new RangeError(`not a valid user name: ${user}`);
  const begun = challenge("begun");
  const prompt = become.password ? challenge("password") : undefined;
  const options = prompt === undefined ? "-n" : `-S -p ${prompt.words}`;
  const start = `user=${user}; options="${options}"; begun=${begun.words}; ${oneLine(trustedPath.text, becomeUser.text)}`;
  // PATH is another one then, and so is the user whose folders can be trusted.
  const command = `exec /bin/sh -c '${start}' sh '${loopCommand(ready.words, oneLine(trustedPath.text))}'`;
  return { command, ready: ready.mark, begun: begun.mark, prompt: prompt?.mark };
}

function challengeOf(token: string): (name: string) => Challenge {
  const [one, other] = [randomInt(LARGEST), randomInt(LARGEST)];
  return (name) => ({ words: `${name}-${token}-$((${one}+${other}))`, mark: `${name}-${token}-${one + other}` });
}

/** The loop on one line, after what sets `trusted_path`. */
function loopCommand(ready: string, lookAtPath: string): string {
  return `ready=${ready}; tools="${TOOLS.join(" ")}"; ${lookAtPath} ${oneLine(loop.text)}`;
}

/** What a program printed, without the random marks and the loop, which sudo quotes when it refuses to run it. */
export function withoutMarks(output: string): string {
  return output
    .replace(/'[^']*ready=ready-[^']*'/g, "sh")
    .replace(/(ready|begun|password)-[0-9a-f]{32}(-\d+)?/g, "")
    .trim();
}
