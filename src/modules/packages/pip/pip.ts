import { good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Applied, type Apply, shellModule } from "../../../module/contract.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { splitWords } from "../../../module/split-words.ts";
import { normalPath } from "../../lib/path/args.ts";
import { fields, stepFailed, unexpected } from "../../lib/script-output.ts";
import { SHOW_FILE, textsOf } from "../../lib/small-files/small-files.ts";
import { type Args, schema, venvOf } from "./args.ts";
import { decide, wanted, type State } from "./decide.ts";
import { namesOf, normalName } from "./requirement.ts";

export const pip = shellModule({
  name: "pip",
  summary: "Installs, upgrades or removes packages of Python with the target's pip.",
  notes: [
    "Installed versions are compared with the requirements, so pip runs only if one is not fulfilled. What is no name with a version, such as a URL, and files of requirements with options are unknown in check mode; pip then runs each time, and the task is `changed` if the list of packages differs afterwards.",
    "`latest` asks the package index, in check mode too.",
  ],
  args: schema,
  returns: {
    name: "The packages.",
    virtualenv: "The virtual environment, if there is one.",
    state: "The desired state.",
  },
  examples: [
    {
      title: "Install packages into a virtual environment",
      args: { name: ["ansible-lint", "yamllint>=1.30,<2"], virtualenv: "/opt/lint" },
    },
    {
      title: "Install what a file requires",
      args: { requirements: "/opt/app/requirements.txt", virtualenv: "/opt/app/venv" },
    },
    { title: "Remove a package", args: { name: "docker-compose", state: "absent" } },
  ],
  probe: (args) => ({
    script: read`${SHOW_FILE}
${args.requirements === undefined ? read`:` : read`show_file ${normalPath(args.requirements)}`}
${findPip(args)}
${venvOf(args) === undefined && args.executable === undefined ? MANAGED : read`:`}
${venvOf(args) === undefined ? read`:` : read`[ ! -x ${`${venvOf(args) ?? ""}/bin/python`} ] || echo 'venv yes'`}
echo 'done 1'
if [ -n "$pip" ]; then
echo 'pip yes'
limit=60
listed=$(run_pip list --format=freeze --disable-pip-version-check) || echo 'list-failed yes'
printf '%s\\n' "$listed" | sed -n 's/^\\([^ =]*\\)==\\(.*\\)/installed \\1 \\2/p'
${args.state === "latest" ? OUTDATED : read`:`}
fi`,
    parse,
  }),
  decide,
  apply,
});

/** Defines `run_pip WORD...`, which runs for at most `$limit` seconds, and sets `pip`, which is empty if there is none. */
function findPip(args: Args): Script<"read"> {
  const venv = venvOf(args);
  if (venv !== undefined) {
    const python = `${venv}/bin/python`;
    return read`pip=''
[ ! -x ${python} ] || pip=yes
run_pip() { with_environment env PYTHONDONTWRITEBYTECODE=1 timeout "$limit" ${python} -m pip "$@"; }`;
  }
  return read`pip=''
for word in ${args.executable === undefined ? ["pip3", "pip"] : [args.executable]}; do
if with_environment command -v "$word" >/dev/null 2>&1; then pip=$word; break; fi
done
run_pip() { with_environment env PYTHONDONTWRITEBYTECODE=1 timeout "$limit" "$pip" "$@"; }`;
}

/** PEP 668: a file says that pip is to leave this Python alone. */
const MANAGED = read`for file in /usr/lib/python3*/EXTERNALLY-MANAGED; do
if [ -e "$file" ]; then case $(with_environment command -v "$pip") in /usr/bin/*) echo 'managed yes' ;; esac; break; fi
done`;

/** Lines of JSON, one for each package. */
const OUTDATED = read`limit=300
outdated=$(run_pip --no-cache-dir list --outdated --format=json --disable-pip-version-check 2>/dev/null) || echo 'outdated-failed yes'
printf 'outdated %s\\n' "$outdated"`;

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the packages of Python", answer);
  if (output.get("list-failed") !== undefined) return stepFailed("list the packages with pip", answer);
  if (output.get("outdated-failed") !== undefined) return stepFailed("look up the newest versions with pip", answer);
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  return good({
    installed: new Map(output.all("installed").map(pairOf)),
    newest: new Map(newestIn(output.get("outdated") ?? "")),
    hasPip: output.get("pip") === "yes",
    hasVenv: output.get("venv") === "yes",
    isManaged: output.get("managed") === "yes",
    texts: texts.value,
  });
}

function pairOf(line: string): readonly [string, string] {
  const [name = "", version = ""] = line.split(" ");
  return [normalName(name), version];
}

function newestIn(json: string): readonly (readonly [string, string])[] {
  const found = json.matchAll(/"name": "([^"]+)"[^}]*"latest_version": "([^"]+)"/g);
  return [...found].map(([, name = "", version = ""]) => [normalName(name), version]);
}

function apply(args: Args, _: unknown, state: State): Apply {
  const venv = venvOf(args);
  const requirements = args.requirements === undefined ? undefined : normalPath(args.requirements);
  const isKnown = wanted(args, requirements === undefined ? undefined : state.texts.get(requirements))?.every(
    ({ name }) => name !== undefined,
  );
  const script = write`umask 022
${args.chdir === undefined ? write`:` : write`cd -P ${normalPath(args.chdir)} || exit`}
${venv === undefined || state.hasVenv ? write`:` : makeVenv(args, venv)}
${findPip(args)}
limit=3600
list() { run_pip list --format=freeze --disable-pip-version-check 2>/dev/null; }
before=$(list)
run_pip ${wordsFor(args, requirements)} >&2 || exit
[ "$before" != "$(list)" ] || echo 'same yes'`;
  return {
    script,
    parse: (answer) => parseApplied(answer, isKnown === true || (venv !== undefined && !state.hasVenv)),
  };
}

/** If only pip could tell whether there was something to do, the list of packages tells it. */
function parseApplied(answer: Answer, isKnown: boolean): Applied {
  if (answer.exit !== 0) return stepFailed("change packages with pip", answer);
  const isSame = fields(answer.stdout).get("same") === "yes";
  return { ...good({}), ...(isSame && !isKnown && { isUnchanged: true }) };
}

function makeVenv(args: Args, venv: string): Script<"write"> {
  const { virtualenv_command, virtualenv_python, virtualenv_site_packages } = args;
  const command = splitWords(virtualenv_command) ?? [virtualenv_command];
  const isModule = command.includes("-m");
  const words = [
    ...(isModule && virtualenv_python !== undefined ? [virtualenv_python, ...command.slice(1)] : command),
    ...(!isModule && virtualenv_python !== undefined ? ["-p", virtualenv_python] : []),
    ...(virtualenv_site_packages ? ["--system-site-packages"] : []),
  ];
  return write`with_environment ${[...words, venv]} >&2 || exit`;
}

function wordsFor(args: Args, requirements: string | undefined): readonly string[] {
  const { state, version, editable, break_system_packages, extra_args } = args;
  const more = [...(break_system_packages ? ["--break-system-packages"] : []), ...(splitWords(extra_args) ?? [])];
  const names = namesOf(args.name).map((name) => (version === undefined ? name : `${name}==${version}`));
  if (state === "absent") return ["uninstall", "-y", ...more, "--", ...names];
  const how = state === "latest" ? ["--upgrade"] : state === "forcereinstall" ? ["--force-reinstall"] : [];
  const what =
    requirements === undefined ? names.flatMap((name) => (editable ? ["-e", name] : [name])) : ["-r", requirements];
  return ["install", "--disable-pip-version-check", ...how, ...more, ...what];
}
