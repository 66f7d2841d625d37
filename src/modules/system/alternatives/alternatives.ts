import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, sequence, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import { followers, linkGroup, predictedGroup, wantedGroup, type LinkGroup } from "./group.ts";

const schema = {
  required: ["name", "path"],
  properties: {
    name: {
      type: "string",
      description: "The generic name, such as editor.",
      pattern: "^[^-/\\s][^/\\s]*$",
      rule: "a name without blanks and slashes",
    },
    path: pathArg("The program, or another file, that the name may stand for."),
    link: pathArg("The link that has the generic name, such as /usr/bin/editor. A new name needs it."),
    priority: {
      type: "integer",
      description: "The priority in automatic mode; by default that which it has, or 50.",
    },
    state: {
      type: "string",
      description:
        "`selected`: the name stands for the path; `present`: it may; `auto`: it may, and the highest priority wins; `absent`: it may not.",
      enum: ["selected", "present", "auto", "absent"],
      default: "selected",
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  readonly group: LinkGroup | undefined;
  /** Options for the links that follow each alternative, by its path. */
  readonly followers: ReadonlyMap<string, readonly string[]>;
  readonly hasTool: boolean;
  readonly hasPath: boolean;
  readonly isRoot: boolean;
}

export const alternatives = shellModule({
  name: "alternatives",
  summary: "Chooses what a generic name such as editor or java stands for, with update-alternatives.",
  notes: ["`link` matters for a new name only. Other links that follow the choice stay as they are."],
  args: schema,
  returns: { name: "The generic name.", path: "The path.", state: "The state." },
  examples: [
    {
      title: "Choose a version of Java",
      args: { name: "java", path: "/usr/lib/jvm/java-21-openjdk-amd64/bin/java" },
    },
    {
      title: "Offer a program under a new name",
      args: { name: "viewer", path: "/usr/bin/less", link: "/usr/bin/viewer", priority: 30, state: "present" },
    },
  ],
  probe: ({ name, path }) => ({
    script: read`if command -v update-alternatives >/dev/null 2>&1; then
echo 'tool yes'
shown=$(with_environment update-alternatives --query ${name} 2>/dev/null) || checked update-alternatives "$?" || shown=
fi
[ ! -e ${path} ] || echo 'path yes'
${SHOW_ROOT}
printf 'done 1\\n\\n%s\\n' "$shown"`,
    parse,
  }),
  decide,
  apply,
});

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the alternatives", answer);
  const is = (key: string) => output.get(key) === "yes";
  return good({
    group: linkGroup(output.rest),
    followers: followers(output.rest),
    hasTool: is("tool"),
    hasPath: is("path"),
    isRoot: isRootBy(output),
  });
}

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const { name } = args;
  const path = normalPath(args.path);
  const result = { name, path, state: args.state };
  const resource = { kind: "setting", name: `alternatives/${name}` } as const;
  const now = predictedGroup(predicted.get(resource), state.group);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const wanted = wantedGroup({ ...args, path }, now);
  if (JSON.stringify(wanted ?? null) === JSON.stringify(now ?? null)) return { changes: [], result };
  const fault = faultOf(args, state, now);
  if (fault) return { changes: [], result, fault };
  const summary = `${SUMMARIES[args.state]} ${path} for ${name}`;
  return {
    changes: [{ resource, summary, before: now ? { ...now } : null, after: wanted ? { ...wanted } : null }],
    result,
  };
}

const SUMMARIES = { selected: "choose", present: "offer", auto: "offer", absent: "remove" } as const;

function faultOf({ path, state, link }: Args, found: State, now: LinkGroup | undefined): Fault | undefined {
  if (!found.isRoot) return systemFault("modules/not-root", { what: "change alternatives" });
  const what = "choose alternatives";
  const install = "the package is called `dpkg` or `chkconfig` on most distributions";
  if (!found.hasTool)
    return systemFault("modules/no-program", { program: "update-alternatives", what, install }, { missing: true });
  if (state === "absent") return undefined;
  if (!found.hasPath) return systemFault("modules/no-alternative", { path }, { missing: true });
  return now === undefined && link === undefined
    ? systemFault("modules/no-value", { argument: "link", state }, { missing: true })
    : undefined;
}

function apply(args: Args, _: readonly Change[], { group, followers: links }: State): Apply {
  const path = normalPath(args.path);
  const call = (words: readonly string[]) => write`with_environment update-alternatives ${words} || exit`;
  if (args.state === "absent")
    return { script: call(["--remove", args.name, path]), parse: worked(`remove an alternative of ${args.name}`) };
  const wanted = wantedGroup({ ...args, path }, group);
  const priority = wanted?.priorities[path];
  const isNew = priority !== group?.priorities[path];
  const install = ["--install", group?.link ?? args.link ?? "", args.name, path, String(priority)];
  const script = sequence([
    ...(isNew ? [call([...install, ...(links.get(path) ?? [])])] : []),
    ...(args.state === "selected" ? [call(["--set", args.name, path])] : []),
    ...(args.state === "auto" ? [call(["--auto", args.name])] : []),
  ]);
  return { script, parse: worked(`change the alternatives of ${args.name}`) };
}
