import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Value } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { arrived, goTo, obstacleFault, parseObstacle, trust, type Obstacle } from "../../lib/path/walk.ts";
import { fields, stepFailed } from "../../lib/script-output.ts";
import { contradicts, GIT_CONFIG_ARGS, placeOf, type GitConfigArgs, type Place } from "./args.ts";

interface State {
  readonly values: readonly string[];
  /** What keeps a script from going to the repository or the file. */
  readonly obstacle: Obstacle | undefined;
}

export const git_config = shellModule({
  name: "git_config",
  summary: "Sets or removes a setting of git.",
  notes: [
    "The target needs git. Values are compared as git prints them: `true` and `yes` are two values.",
    "With `scope: global` the settings are those of the user that the task acts as (`become_user`).",
  ],
  args: GIT_CONFIG_ARGS,
  returns: { name: "The setting.", values: "The values that it has." },
  examples: [
    { title: "Trust a folder of another user", args: { name: "safe.directory", value: "/srv/app", add_mode: "add" } },
    {
      title: "Say who makes the commits of a user",
      args: { name: "user.email", value: "deploy@example.org", scope: "global" },
    },
  ],
  probe: (args) => ({
    script: read`with_environment command -v git >/dev/null 2>&1 || { echo 'git no'; exit 0; }
${goToPlace(args)} || { report; exit 0; }
${runGit(args)}
values=$(run_git --get-all -- ${args.name})
status=$?
case $status in
0) printf '%s\\n' "$values" | sed 's/^/value /' ;;
1) ;;
*) exit "$status" ;;
esac
echo 'git yes'`,
    parse: (answer) => parse(args, answer),
  }),
  decide,
  apply: (args, _changes, { values }) => ({
    script: write`${goToPlace(args)} || refuse
${runGit(args)}
run_git ${wordsFor(args, values)} || exit`,
    parse: arrived(pathOf(placeOf(args)) ?? "/", `change the setting ${args.name} of git`),
  }),
});

const pathOf = (place: Place) => ("path" in place ? place.path : undefined);

function goToPlace(args: GitConfigArgs): Script<"read"> {
  const place = placeOf(args);
  if (!("path" in place)) return read`:`;
  if (place.scope === "local") return read`${trust(args)}\nenter ${place.path}`;
  return read`${goTo(place.path, args)}\nenter "$folder"`;
}

/** Defines `run_git ARGUMENTS`. Git ends with 1 if there is no such setting, and with 128 when it gives up. */
function runGit(args: GitConfigArgs): Script<"read"> {
  const { scope } = placeOf(args);
  const option = scope === "file" ? read`--file "./$name"` : read`${`--${scope}`}`;
  return read`run_git() {
with_environment timeout 60 git config ${option} "$@" </dev/null
status=$?
[ "$status" = 128 ] || checked timeout/git "$status"
return "$status"
}`;
}

function parse(args: GitConfigArgs, answer: Answer): Outcome<State> {
  const wrong = argsFault(args);
  if (wrong) return bad(wrong);
  const output = fields(answer.stdout);
  if (output.get("git") === "no") {
    const facts = { program: "git", what: "change its settings", install: "`package: {name: git}`" };
    return bad(systemFault("modules/no-program", facts, { missing: true }));
  }
  const obstacle = parseObstacle(output);
  if (!obstacle && output.get("git") === undefined) {
    return stepFailed(`read the settings of git ${placeOf(args).words}`, answer);
  }
  return good({ obstacle, values: output.all("value") });
}

/** The values that the setting is to have. */
function wanted(args: GitConfigArgs, now: readonly string[]): readonly string[] {
  const value = args.value === undefined ? undefined : String(args.value);
  if (args.state === "absent") return value === undefined ? [] : now.filter((each) => each !== value);
  if (value === undefined) return now;
  if (args.add_mode === "replace-all") return [value];
  return now.includes(value) ? now : [...now, value];
}

function decide(args: GitConfigArgs, state: State, predicted: Predicted): Decision {
  const { name } = args;
  const place = placeOf(args);
  const path = pathOf(place);
  const written = [path, state.obstacle?.where].find(
    (each) => each !== undefined && predicted.get({ kind: "path", name: each }) !== undefined,
  );
  if (written !== undefined)
    return { changes: [], result: { name }, unpredictable: `an earlier task writes ${written}` };
  if (state.obstacle) {
    return { changes: [], result: { name }, fault: obstacleFault(path ?? "/", state.obstacle, predicted) };
  }
  const resource = { kind: "setting", name: `git/${path ?? place.scope}/${name}` } as const;
  const later = predicted.get(resource);
  const now = later === undefined ? state.values : asTexts(later);
  const values = wanted(args, now);
  if (same(now, values)) return { changes: [], result: { name, values } };
  const verb = args.state === "absent" ? "remove" : args.add_mode === "add" ? "add to" : "set";
  const summary = `${verb} the setting ${name} ${place.words}`;
  return { changes: [{ resource, summary, before: [...now], after: [...values] }], result: { name, values } };
}

const asTexts = (value: Value): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((each, index) => each === other[index]);

function argsFault(args: GitConfigArgs) {
  const wrong = (name: string, problem: string, write: string) =>
    moduleFault("modules/argument", { name, problem, write });
  if (contradicts(args)) return wrong("scope", "is not that of `repo` or `file`", "Remove one of them.");
  return String(args.value ?? "").includes("\n")
    ? wrong("value", "has a line break", "Write it in one line; a value that was read from a file often ends with one.")
    : undefined;
}

/** The words that `git config` gets after the scope. */
function wordsFor(args: GitConfigArgs, now: readonly string[]): readonly string[] {
  const value = String(args.value ?? "");
  if (args.state === "absent") {
    const isWhole = wanted(args, now).length === 0;
    return ["--unset-all", "--", args.name, ...(isWhole ? [] : [`^${value.replace(/[\][.*^$+?(){}|\\]/g, "\\$&")}$`])];
  }
  return [args.add_mode === "add" ? "--add" : "--replace-all", "--", args.name, value];
}
