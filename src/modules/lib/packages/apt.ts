import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply, Probe } from "../../../module/contract.ts";
import { read, write } from "../../../module/script.ts";
import type { ValueMap } from "../../../model/value.ts";
import { fields, stepFailed } from "../answers.ts";
import { packageNames, type PackageName } from "./names.ts";

export interface AptArgs {
  readonly name?: unknown;
  readonly state: "present" | "absent" | "latest";
  readonly update_cache: boolean;
  readonly cache_valid_time: number;
  readonly install_recommends: boolean;
  readonly lock_timeout: number;
}

export interface AptState {
  /** Version by name, of what is fully installed. */
  readonly installed: ReadonlyMap<string, string>;
  /** The version that would be installed, by name; only looked up where something may have to be. */
  readonly candidates: ReadonlyMap<string, string>;
  /** All versions that could be, likewise. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
  /** Seconds since the lists were fetched. */
  readonly listsAge: number;
}

export function namesOf(args: AptArgs): readonly PackageName[] {
  const names = packageNames(args.name);
  return names.ok ? names.value : [];
}

/**
 * One dpkg-query; apt is asked for candidates only where a package is missing or of another version than is wanted. It is told to keep
 * no cache file, because a probe writes nothing.
 */
export function probeApt(args: AptArgs): Probe<AptState> {
  const wanted = namesOf(args);
  const names = wanted.map(({ name }) => name);
  const count = names.length;
  const pins = wanted.flatMap(({ name, version }) => (version === undefined ? [] : [`installed ${name} ${version}`]));
  const fits = pins.map((pin) => read`&& printf '%s\\n' "$i" | grep -qxF -e ${pin}`);
  const enough = args.state === "latest" ? count + 1 : count;
  const script = read`command -v apt-get >/dev/null 2>&1 || { echo 'apt no'; exit 0; }
echo "now $(date +%s)"
for f in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
[ ! -e "$f" ] || echo "lists $(stat -c %Y -- "$f")"
done
${
  count === 0
    ? read`:`
    : read`i=$(dpkg-query -W -f='$\{db:Status-Status} $\{Package} $\{Version}\\n' -- ${names} 2>/dev/null | grep '^installed ')
[ -z "$i" ] || printf '%s\\n' "$i" | sort -u
n=$(printf '%s\\n' "$i" | cut -d ' ' -f 2 | sort -u | grep -c .)
[ "$n" -ge ${enough} ] ${fits.reduce((all, one) => read`${all} ${one}`, read``)} || { echo; with_environment apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= policy -- ${names}; }`
}
:`;
  return { script, parse: parseApt };
}

export function parseApt(answer: Answer): Outcome<AptState> {
  const said = fields(answer.stdout);
  if (said.get("apt") === "no") return bad(moduleFault("modules/no-package-manager", { wanted: "apt" }));
  const now = Number(said.get("now"));
  if (!Number.isFinite(now)) return stepFailed("look up packages", answer);
  const fetched = Math.max(0, ...said.all("lists").map(Number));
  const installed = said.all("installed").map((line) => {
    const [name = "", version = ""] = line.split(" ");
    return [name, version] as const;
  });
  return good({ installed: new Map(installed), ...parsePolicy(said.rest), listsAge: now - fetched });
}

/**
 * Of `apt-cache policy`: a line `NAME:`, below it the line with the candidate, "(none)" where there is none, and a table of versions,
 * each with its priority, the installed one behind asterisks.
 */
function parsePolicy(text: string): Pick<AptState, "candidates" | "offered"> {
  const found = [...text.matchAll(/^(\S+?)(?::[a-z0-9]+)?:\n((?: .*\n?)*)/gm)].flatMap(([, name = "", about = ""]) => {
    const candidate = /^ +Candidate: (\S+)$/m.exec(about)?.[1] ?? "(none)";
    const versions = [...about.matchAll(/^ (?: {4}|\*\*\* )(\S+) -?\d+$/gm)].map(([, version = ""]) => version);
    return candidate === "(none)" ? [] : [{ name, candidate, versions }];
  });
  return {
    candidates: new Map(found.map(({ name, candidate }) => [name, candidate])),
    offered: new Map(found.map(({ name, versions }) => [name, versions])),
  };
}

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
