import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, type Script, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { type PathState, toValue, withPredicted } from "../../lib/path/state.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textAfter, textChange, textsOf, type Texts } from "../../lib/small-files/small-files.ts";

const LINK = "/etc/localtime";
const NAME_FILE = "/etc/timezone";
const ZONES = "/usr/share/zoneinfo";

const schema = {
  required: ["name"],
  shorthand: "name",
  properties: {
    name: {
      type: "string",
      description: "The zone, as `timedatectl list-timezones` lists it.",
      pattern: "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$",
      rule: "the name of a time zone",
      hint: "Write it as in Europe/Berlin or Etc/UTC.",
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  /** Where the link leads; undefined if it is none. */
  readonly target: string | undefined;
  readonly texts: Texts;
  /** Whether the host knows the zone. */
  readonly isKnown: boolean;
  readonly isRoot: boolean;
}

export const timezone = shellModule({
  name: "timezone",
  summary: "Sets the host's time zone.",
  notes: [
    `The module sets the link ${LINK} and, if there is such a file, the name in ${NAME_FILE}. Programs that run keep the old zone until they restart.`,
  ],
  args: schema,
  returns: { name: "The zone." },
  examples: [
    { title: "Use the same clock everywhere", args: { name: "Etc/UTC" } },
    { title: "Use the local time", args: { name: "Europe/Berlin" } },
  ],
  probe: ({ name }) => ({
    script: read`[ ! -h ${LINK} ] || printf 'target %s\\n' "$(readlink ${LINK})"
${SHOW_FILE}
show_file ${NAME_FILE}
[ ! -f ${zoneFile(name)} ] || echo 'known yes'
${SHOW_ROOT}
echo 'done 1'`,
    parse,
  }),
  decide,
  apply,
});

const zoneFile = (name: string) => `${ZONES}/${name}`;

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the time zone", answer);
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  const [isKnown, isRoot] = [output.get("known") === "yes", isRootBy(output)];
  return good({ target: output.get("target"), texts: texts.value, isKnown, isRoot });
}

function decide({ name }: Args, state: State, predicted: Predicted): Decision {
  const result = { name };
  const now: PathState = state.target === undefined ? { kind: "other" } : { kind: "link", target: state.target };
  const link = withPredicted(now, predicted, LINK);
  const text = textAfter(NAME_FILE, state.texts, predicted);
  if (link instanceof Unknown) return { changes: [], result, unpredictable: link.reason };
  if (text instanceof Unknown) return { changes: [], result, unpredictable: text.reason };
  const current = typeof link === "object" ? link.target : undefined;
  const changes: Change[] = [];
  if (zoneOf(current) !== name) changes.push(linkChange(name, current));
  if (text !== undefined && text.trim() !== name)
    changes.push(textChange({ path: NAME_FILE, text: `${name}\n` }, text, `write ${NAME_FILE}`));
  const fault = changes.length === 0 ? undefined : faultOf(name, state);
  return fault ? { changes: [], result, fault } : { changes, result };
}

/** The zone that a link means, whether its target is absolute or not. */
function zoneOf(target = ""): string | undefined {
  return /(?:^|\/)usr\/share\/zoneinfo\/(.+)$/.exec(target)?.[1];
}

function linkChange(name: string, current: string | undefined): Change {
  return {
    resource: { kind: "path", name: LINK },
    summary: `set the time zone to ${name}`,
    before: current === undefined ? null : toValue({ kind: "link", target: current }),
    after: toValue({ kind: "link", target: zoneFile(name) }),
  };
}

function faultOf(name: string, { isKnown, isRoot }: State): Fault | undefined {
  if (!isKnown) return systemFault("modules/no-time-zone", { name }, { missing: true });
  return isRoot ? undefined : systemFault("modules/not-root", { what: "set the time zone" });
}

function apply({ name }: Args, changes: readonly Change[]): Apply {
  const scripts = changes.map(({ resource }) =>
    resource.name === LINK ? link(name) : putFiles([{ path: NAME_FILE, text: `${name}\n` }]),
  );
  return {
    script: scripts.reduce((all, each) => write`${all}\n${each}`),
    parse: worked("set the time zone"),
  };
}

function link(name: string): Script<"write"> {
  const src = zoneFile(name);
  return write`unsafe_links=
enter /etc && unmoved || refuse
enter_stage
ln -s -- ${src} "$new" || fail 'The link cannot be created.'
take_name localtime
leave_stage`;
}
