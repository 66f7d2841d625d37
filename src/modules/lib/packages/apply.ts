import { good } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { fields, stepFailed } from "../script-output.ts";
import { type AptArgs, namesOf } from "./args.ts";

/** What of the names has to be given to apt: those that differ. */
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

/** apt's output goes to a file: what a package starts in the background cannot write into our answer. */
export function applyApt(args: AptArgs, { install, remove, update }: AptWork): Apply {
  const options = ["-y", "-q", ...KEEP, "-o", `DPkg::Lock::Timeout=${args.lock_timeout}`];
  const recommends = args.install_recommends ? ["--install-recommends"] : ["--no-install-recommends"];
  const pinned = install.some((name) => name.includes("=")) ? ["--allow-downgrades"] : [];
  const steps = [
    ...(update ? [updateLists(args.lock_timeout)] : []),
    ...(install.length > 0
      ? [write`with_environment apt-get install ${[...options, ...recommends, ...pinned]} -- ${install}`]
      : []),
    ...(remove.length > 0 ? [write`with_environment apt-get remove ${options} -- ${remove}`] : []),
  ].reduce((done, step) => write`${done} && ${step}`);
  const names = namesOf(args).map(({ name }) => name);
  const script = write`export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
o=$run/apt.$$
( ${steps} ) >"$o" 2>&1 </dev/null
rc=$?
[ "$rc" -eq 0 ] || tail -c 8192 -- "$o" >&2
rm -f -- "$o"
[ "$rc" -eq 0 ] || exit "$rc"
${names.length === 0 ? write`:` : write`dpkg-query -W -f='$\{db:Status-Status} $\{Package} $\{Version}\\n' -- ${names} 2>/dev/null | grep '^installed '`}
:`;
  return {
    script,
    parse: (answer) => (answer.exit === 0 ? good(versions(answer)) : stepFailed("change packages with apt", answer)),
  };
}

function versions({ stdout }: Answer): ValueMap {
  const lines = fields(stdout).all("installed");
  return { versions: Object.fromEntries(lines.map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""])) };
}

/**
 * apt waits for dpkg's lock by itself, but not for the one on the lists. A source that cannot be reached is an error, not a warning:
 * the folder's time then tells truly when all were fetched.
 */
function updateLists(timeout: number) {
  return write`{ w=0
until with_environment apt-get update -q -o APT::Update::Error-Mode=any >"$o.lists" 2>&1; do
rc=$?
grep -q 'Could not get lock' "$o.lists" && [ "$w" -lt ${timeout} ] || { cat "$o.lists"; rm -f -- "$o.lists"; exit "$rc"; }
sleep 2
w=$((w+2))
done
rm -f -- "$o.lists"
touch -c /var/lib/apt/lists; }`;
}
