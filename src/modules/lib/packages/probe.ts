import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { type Outcome, bad, good } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { fields, stepFailed } from "../script-output.ts";
import { type AptArgs, namesOf } from "./args.ts";

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
