import type { Become } from "../model/host.ts";
import { loop } from "./loop.sh.ts";

/** The loop on one line, for any login shell. `ready` contains only letters, digits and dashes. */
function loopCommand(ready: string): string {
  return `ready=${ready}; ${loop.text.replaceAll(/\n\s*/g, " ")}`;
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
  const shell = `sh -c '${loopCommand(ready)}'`;
  if (!become) return { command: `exec ${shell}`, ready, prompt: undefined };
  const { user } = become;
  if (!/^[\w.@][\w.@-]*$/.test(user)) throw new RangeError(`not a valid user name: ${user}`);
  if (!become.password) return { command: `exec sudo -n -H -u ${user} ${shell}`, ready, prompt: undefined };
  const prompt = `password-${token}`;
  return { command: `exec sudo -S -p ${prompt} -H -u ${user} ${shell}`, ready, prompt };
}
