import type { Ending } from "../../connection/transport.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { shellFault } from "../../errors/catalogue/shell.ts";
import type { Fault } from "../../errors/fault.ts";

/** What is known of a shell that has not started. */
export interface NotStarted {
  readonly host: string;
  /** Whom to become; undefined for the login user. */
  readonly user: string | undefined;
  /** How long it was waited for. */
  readonly seconds: number;
  /** How it ended; `late` if it did not, `refused` if sudo asked for the password again. */
  readonly end: Ending | "refused" | "late" | "ready";
  /** What follows the solved challenge; undefined without one. */
  readonly solved: string | undefined;
  /** Whether the login has started what becomes the user. */
  readonly hasBegun: boolean;
  /** Whether sudo got the password. */
  readonly wasAnswered: boolean;
  /** The last lines that it printed. */
  readonly output: string;
}

/** The fault of a shell that has not started. */
export function whyNotStarted(found: NotStarted): Fault {
  const { host, user, seconds, end, solved = "", output } = found;
  if (solved === "none") return shellFault("shell/cannot-execute", { host, user, output });
  if (/^[a-z][a-z0-9 ]*$/.test(solved)) return shellFault("shell/missing-tools", { host, tools: solved.split(" ") });
  if (user !== undefined && found.hasBegun) return whyNotBecome({ ...found, user });
  if (end === "late") return shellFault("shell/not-started", { host, seconds, output });
  if (end === "lost") return connectionFault("connection/lost", { host, during: "while a shell was started" });
  return shellFault("shell/none", { host, how: howEnded(end), output });
}

/** Empty if it has not ended. */
function howEnded(end: NotStarted["end"]): string {
  if (typeof end === "string") return "";
  return "signal" in end ? `by the signal ${end.signal}` : `with status ${end.exit}`;
}

/** Of sudo and of sudo-rs. After the last attempt that sudo allows there is no other sign. */
const SAYS_WRONG = /incorrect (password|authentication)/i;
/** Of sudo and of sudo-rs, which exit with the same status for every reason. */
const SAYS_PASSWORD = /(a terminal|a password|authentication) is required/i;
const SAYS_TERMINAL = /\btty\b/;

function whyNotBecome({
  host,
  user,
  seconds,
  end,
  wasAnswered,
  output,
}: NotStarted & { readonly user: string }): Fault {
  const how = howEnded(end);
  const refusal = { host, user, output: output || (how && `it ended ${how}`) };
  if (end === "late") return shellFault("shell/sudo-not-started", { ...refusal, seconds });
  if (end === "lost")
    return connectionFault("connection/lost", { host, during: `while a shell of ${user} was started` });
  const isWrong = end === "refused" || (wasAnswered && SAYS_WRONG.test(output));
  if (isWrong) return shellFault("shell/sudo-wrong-password", { host, user });
  // become.sh has asked `id`. In check mode, an earlier task may have predicted that it creates the user.
  const unknown = `unknown user ${user}`;
  if (output.endsWith(unknown))
    return shellFault("shell/sudo-refused", { ...refusal, output: unknown }, { missing: true });
  if (SAYS_PASSWORD.test(output)) return shellFault("shell/sudo-password", { host, user });
  if (SAYS_TERMINAL.test(output)) return shellFault("shell/sudo-terminal", refusal);
  return shellFault("shell/sudo-refused", refusal);
}
