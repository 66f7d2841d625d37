import type { Become } from "../model/host.ts";
import { become as becomeUser } from "./become.sh.ts";
import { loop } from "./loop.sh.ts";
import { trustedPath } from "./trusted-path.sh.ts";

/** One or more programs on one line, for any login shell. */
function oneLine(...programs: readonly string[]): string {
  return programs.join("\n").replaceAll(/\n\s*/g, " ");
}

/** The loop on one line. `ready` contains only letters, digits and dashes. */
function loopCommand(ready: string): string {
  return `ready=${ready}; ${oneLine(trustedPath.text, loop.text)}`;
}

export interface Bootstrap {
  /** The command line for the login shell. */
  readonly command: string;
  /** Printed on a line of its own, on both streams, before any answer. Output before it comes from the login and is discarded. */
  readonly ready: string;
  /** Sudo's prompt, if it may ask for a password. */
  readonly prompt: string | undefined;
}

/** The command that starts the loop of requests, as the login user or another. `token` is random and contains only letters and digits. */
export function bootstrap(become: Become | undefined, token: string): Bootstrap {
  const ready = `ready-${token}`;
  const loop = `'${loopCommand(ready)}'`;
  // Another user's `sh` may come first in PATH.
  if (!become) {
    const start = `${oneLine(trustedPath.text)} exec sh -c "$1"`;
    return { command: `exec /bin/sh -c '${start}' sh ${loop}`, ready, prompt: undefined };
  }
  const { user } = become;
  if (!/^[\w.@][\w.@-]*$/.test(user)) throw new RangeError(`not a valid user name: ${user}`);
  const prompt = become.password ? `password-${token}` : undefined;
  const options = prompt === undefined ? "-n" : `-S -p ${prompt}`;
  const start = `user=${user}; options="${options}"; ${oneLine(trustedPath.text, becomeUser.text)}`;
  return { command: `exec /bin/sh -c '${start}' sh ${loop}`, ready, prompt };
}

/** What a program printed, without the random marks and the loop, which sudo quotes when it refuses to run it. */
export function withoutMarks(output: string): string {
  return output
    .replace(/'[^']*ready=ready-[^']*'/g, "sh")
    .replace(/(ready|password)-[0-9a-f]{32}/g, "")
    .trim();
}
