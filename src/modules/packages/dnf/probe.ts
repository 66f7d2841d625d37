import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { FETCH } from "../../lib/fetch.ts";
import { fields, tail, unexpected } from "../../lib/script-output.ts";
import { type Args, isAbsent, isCleaning, isFile, isWhole, namesOf, optionsOf } from "./args.ts";
import { splitSpec } from "./version.ts";

/** A package with its version and release. */
export interface Package {
  readonly name: string;
  readonly evr: string;
}

/** A package file: what it holds, or why that is not known. */
export type PackageFile =
  Package | { readonly problem: "missing" | "no-program" | "unreadable"; readonly details: readonly string[] };

export interface State {
  /** The installed packages by what was asked for. */
  readonly installed: ReadonlyMap<string, readonly Package[]>;
  /** What installed packages provide. */
  readonly provided: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, PackageFile>;
  /** The newer versions of installed packages, or the packages that nothing needs; undefined if there are no metadata. */
  readonly listed: readonly Package[] | undefined;
  readonly isRoot: boolean;
}

/** dnf is asked only for upgrades, and for what nothing needs: rpm knows what is installed, and answers at once. */
export function probe(args: Args): Probe<State> {
  const specs = namesOf(args).filter((name) => name !== "*" && !isFile(name));
  return probeRpm(args, "dnf", {
    upgrades: listed(args, "--upgrades", specs),
    unneeded: listed(args, "--unneeded", []),
  });
}

/** Scripts that print `listed NAME EVR` for each package, and `query yes` if there are metadata. */
export interface Queries {
  readonly upgrades: Script<"read">;
  readonly unneeded: Script<"read">;
}

/** Asks rpm, and the program that upgrades packages where that is needed. */
export function probeRpm(args: Args, program: string, { upgrades, unneeded }: Queries): Probe<State> {
  const names = namesOf(args).filter((name) => name !== "*");
  const specs = names.filter((name) => !isFile(name));
  const bases = specs.flatMap((spec) => splitSpec(spec)?.name ?? []);
  return {
    script: read`for program in ${["rpm", program]}; do
with_environment command -v "$program" >/dev/null 2>&1 || { printf 'absent %s\\n' "$program"; exit 0; }
done
${RPM}
rpm_query() { with_environment rpm ${args.installroot === undefined ? [] : ["--root", args.installroot]} -q --qf "$format" "$@" 2>/dev/null || checked rpm "$?"; }
show_installed() { found=$(rpm_query -- "$1") && printf '%s\\n' "$found" | label "installed $1"; }
for name in ${[...new Set([...specs, ...bases])]}; do
if show_installed "$name"; then :
elif rpm_query --whatprovides -- "$name" >/dev/null; then printf 'provided %s\\n' "$name"
fi
done
${isAbsent(args) ? read`:` : showFiles(names.filter(isFile))}
${isWhole(args) || (args.state === "latest" && specs.length > 0) ? upgrades : read`:`}
${isCleaning(args) ? unneeded : read`:`}
${SHOW_ROOT}
echo 'done yes'`,
    parse,
  };
}

/** Defines `format` of lines `NAME EVR`, and `label WORD...`, which puts words before each line. */
const RPM = read`format='%{NAME} %{EVR}\\n'
label() { while IFS= read -r line; do [ -z "$line" ] || printf '%s %s\\n' "$*" "$line"; done; }`;

/** Prints `file NAME NAME EVR` for each package file that can be read, and `file-status NAME STATUS`. */
function showFiles(files: readonly string[]): Script<"read"> {
  if (files.length === 0) return read`:`;
  return read`${FETCH}
show_package() { with_environment rpm -qp --nosignature --qf "$format" "$@" || checked rpm "$?"; }
for file in ${files}; do
status=0
case $file in
/*) if [ -f "$file" ]; then shown=$(show_package -- "$file") || status=$?; else status=missing shown=''; fi ;;
*) { shown=$({ fetch "$file" 60 || echo "fetch-status $?" >&4; } | head -c 16777216 | show_package -) || status=$?; } 4>&1 ;;
esac
printf 'file-status %s %s\\n' "$file" "$status"
[ -n "$shown" ] || continue
printf '%s\\n' "$shown" | label "file $file"
show_installed "\${shown%% *}"
done`;
}

/** Prints `listed NAME EVR` for each package of the query, and `query yes` if there are metadata. */
function listed(args: Args, query: string, specs: readonly string[]): Script<"read"> {
  const words = [...optionsOf(args), "-q", "-C", "repoquery", query, "--qf", "%{name} %{evr}\\n", ...specs];
  return read`if found=$(with_environment dnf ${words} 2>/dev/null || checked dnf "$?"); then
echo 'query yes'
printf '%s\\n' "$found" | label listed
fi`;
}

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  const absent = output.get("absent");
  if (absent !== undefined)
    return bad(moduleFault("modules/no-package-manager", { program: absent }, { missing: true }));
  if (output.get("done") === undefined) return unexpected("the packages of rpm", answer);
  const triples = (label: string) => output.all(label).map((line) => line.split(" "));
  const installed = new Map<string, readonly Package[]>();
  for (const [spec = "", name = "", evr = ""] of triples("installed"))
    installed.set(spec, [...(installed.get(spec) ?? []), { name, evr }]);
  const details = tail(answer.stderr);
  const isFetchable = !output.all("fetch-status").includes("127");
  const files = triples("file-status").map(([file = "", status = ""]): [string, PackageFile] => {
    const [, name, evr] = triples("file").find(([each]) => each === file) ?? [];
    if (name !== undefined && evr !== undefined) return [file, { name, evr }];
    const problem = status === "missing" ? "missing" : isFetchable ? "unreadable" : "no-program";
    return [file, { problem, details }];
  });
  return good({
    installed,
    provided: new Set(output.all("provided")),
    files: new Map(files),
    listed:
      output.get("query") === "yes" ? triples("listed").map(([name = "", evr = ""]) => ({ name, evr })) : undefined,
    isRoot: isRootBy(output),
  });
}
