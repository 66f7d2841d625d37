import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply } from "../../../module/contract.ts";
import { write, writeProgram, type Script } from "../../../module/script.ts";
import { captured } from "../capture.ts";
import { FETCH } from "../fetch.ts";
import { fields, stepFailed, tail } from "../script-output.ts";
import type { AptArgs } from "./args.ts";
import { updateLists } from "./update-lists.sh.ts";

/** The work for apt: the packages that differ, and whether to fetch the lists first. */
export interface AptWork {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  readonly update: boolean;
  /** The package file to install, or its URL. */
  readonly deb?: string | undefined;
  /** What apt-get does with all packages. */
  readonly whole: readonly string[];
  readonly cleans: boolean;
  /** The packages whose versions the result has. */
  readonly shown: readonly string[];
}

export function applyApt(args: AptArgs, { install, remove, update, deb, whole, cleans, shown: names }: AptWork): Apply {
  const options = optionsOf(args);
  const recommends = args.install_recommends ? ["--install-recommends"] : ["--no-install-recommends"];
  const pinned = install.some((name) => name.includes("=")) ? ["--allow-downgrades"] : [];
  const more = args.autoremove ? ["--auto-remove"] : [];
  const purge = args.purge ? "purge" : "remove";
  const steps = [
    ...(update ? [updateStep(args.lock_timeout)] : []),
    ...(install.length > 0
      ? [write`with_environment apt-get install ${[...options, ...recommends, ...pinned, ...more]} -- ${install}`]
      : []),
    ...(deb === undefined ? [] : [debStep(deb, [...options, ...recommends])]),
    ...(remove.length > 0 ? [write`with_environment apt-get ${[purge, ...options, ...more]} -- ${remove}`] : []),
    ...(whole.length > 0 ? [write`with_environment apt-get ${[...whole, ...options]}`] : []),
    ...(cleans ? [write`with_environment apt-get ${["autoclean", ...options]}`] : []),
  ].reduce((done, step) => write`${done} && ${step}`);
  const script = write`export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
${deb === undefined ? write`:` : FETCH}
${captured("apt", steps)}
${names.length === 0 ? write`:` : write`dpkg-query -W -f='$\{db:Status-Status} $\{Package} $\{Version}\\n' -- ${names} 2>/dev/null | grep '^installed '`}
:`;
  return {
    script,
    parse: (answer) => (answer.exit === 0 ? good(versions(answer)) : aptFailed(args, answer)),
  };
}

function optionsOf(args: AptArgs): readonly string[] {
  const given = (option: string, isGiven: boolean | undefined) => (isGiven ? [option] : []);
  const { dpkg_options = "force-confdef,force-confold", default_release } = args;
  return [
    ...["-y", "-q", "-o", "Dpkg::Use-Pty=0", "-o", `DPkg::Lock::Timeout=${args.lock_timeout}`],
    ...dpkg_options.split(",").flatMap((option) => ["-o", `Dpkg::Options::=--${option}`]),
    ...(default_release === undefined ? [] : ["-t", default_release]),
    ...given("--allow-downgrades", args.allow_downgrade),
    ...given("--allow-change-held-packages", args.allow_change_held_packages),
    ...given("--allow-unauthenticated", args.allow_unauthenticated),
  ];
}

/** apt-get installs a file by its path, which has to contain a slash. */
function debStep(deb: string, options: readonly string[]): Script<"write"> {
  if (deb.startsWith("/")) return write`with_environment apt-get ${["install", ...options]} -- ${deb}`;
  return write`( file=$run/package.$$.deb
fetch ${deb} 3600 >"$file" && with_environment apt-get ${["install", ...options]} -- "$file"
rc=$?
rm -f -- "$file"
exit "$rc" )`;
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
