import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply } from "../../../module/contract.ts";
import { write, writeProgram } from "../../../module/script.ts";
import { captured } from "../capture.ts";
import { fields, stepFailed, tail } from "../script-output.ts";
import { type AptArgs, namesOf } from "./args.ts";
import { updateLists } from "./update-lists.sh.ts";

/** The work for apt: the packages that differ, and whether to fetch the lists first. */
export interface AptWork {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  readonly update: boolean;
}

const KEEP = [
  "-o",
  "Dpkg::Options::=--force-confdef",
  "-o",
  "Dpkg::Options::=--force-confold",
  "-o",
  "Dpkg::Use-Pty=0",
];

export function applyApt(args: AptArgs, { install, remove, update }: AptWork): Apply {
  const options = ["-y", "-q", ...KEEP, "-o", `DPkg::Lock::Timeout=${args.lock_timeout}`];
  const recommends = args.install_recommends ? ["--install-recommends"] : ["--no-install-recommends"];
  const pinned = install.some((name) => name.includes("=")) ? ["--allow-downgrades"] : [];
  const steps = [
    ...(update ? [updateStep(args.lock_timeout)] : []),
    ...(install.length > 0
      ? [write`with_environment apt-get install ${[...options, ...recommends, ...pinned]} -- ${install}`]
      : []),
    ...(remove.length > 0
      ? [write`with_environment apt-get ${args.purge ? "purge" : "remove"} ${options} -- ${remove}`]
      : []),
  ].reduce((done, step) => write`${done} && ${step}`);
  const names = namesOf(args).map(({ name }) => name);
  const script = write`export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
${captured("apt", steps)}
${names.length === 0 ? write`:` : write`dpkg-query -W -f='$\{db:Status-Status} $\{Package} $\{Version}\\n' -- ${names} 2>/dev/null | grep '^installed '`}
:`;
  return {
    script,
    parse: (answer) => (answer.exit === 0 ? good(versions(answer)) : aptFailed(args, answer)),
  };
}

/**
 * Faults that apt's own messages do not solve. apt has one exit status for all errors, so the messages are parsed; they are not
 * translated, and if they change, the fault shows them.
 */
function aptFailed({ lock_timeout }: AptArgs, answer: Answer): Outcome<never> {
  const details = tail(answer.stderr);
  const held = /Could not get lock (\S+?)\. It is held by process (\d+) \(([^)]*)\)/.exec(answer.stderr);
  if (held) {
    const [, lock = "", pid = "", program = ""] = held;
    const holder = `${program} (process ${pid})`;
    return bad(moduleFault("modules/apt-locked", { lock, holder, seconds: lock_timeout }, { details }));
  }
  if (/dpkg was interrupted/.test(answer.stderr)) return bad(moduleFault("modules/dpkg-interrupted", {}, { details }));
  return stepFailed("change packages with apt", answer);
}

function versions({ stdout }: Answer): ValueMap {
  const lines = fields(stdout).all("installed");
  return { versions: Object.fromEntries(lines.map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""])) };
}

/** Fetches the lists, in a subshell: the program exits if it fails. */
export function updateStep(timeout: number) {
  return write`( log=$output.lists\n${writeProgram(updateLists, { variables: { lock_timeout: timeout } })} )`;
}
