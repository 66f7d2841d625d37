import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, sequence, write } from "../../../module/script.ts";
import { rootAwareProbe } from "../../lib/accounts/root.ts";
import { type Fields, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textAfter, textChange, textsOf, type Texts } from "../../lib/small-files/small-files.ts";

const FILE = "/etc/hostname";
const LIVE = "/proc/sys/kernel/hostname";
const SETTING = { kind: "setting", name: "hostname" } as const;

const schema = {
  required: ["name"],
  shorthand: "name",
  properties: {
    name: {
      type: "string",
      description: "The name, with or without a domain; at most 64 characters.",
      pattern: "^(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$",
      rule: "at most 64 letters, digits and hyphens, with dots between the parts",
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  readonly live: string;
  readonly texts: Texts;
  readonly isRoot: boolean;
}

export const hostname = shellModule({
  name: "hostname",
  summary: "Sets the host's name, now and for the next boot.",
  notes: [
    `The module sets the kernel's name and ${FILE}. It does not change /etc/hosts, and facts keep the old name until the next play.`,
  ],
  args: schema,
  returns: { name: "The host's name." },
  examples: [{ title: "Name the host as the inventory does", args: { name: "kafka-1" } }],
  probe: () =>
    rootAwareProbe(
      "the host's name",
      read`printf 'live %s\\n' "$(cat ${LIVE})"
${SHOW_FILE}
show_file ${FILE}`,
      parse,
    ),
  decide,
  apply,
});

function parse(output: Fields, isRoot: boolean): Outcome<State> | undefined {
  const live = output.get("live");
  if (live === undefined) return undefined;
  const texts = textsOf(output);
  return texts.ok ? good({ live, texts: texts.value, isRoot }) : texts;
}

function decide({ name }: Args, { live, texts, isRoot }: State, predicted: Predicted): Decision {
  const result = { name };
  const text = textAfter(FILE, texts, predicted);
  const now = predicted.get(SETTING) ?? live;
  const unknown = [text, now].find((each) => each instanceof Unknown);
  if (text instanceof Unknown || unknown) return { changes: [], result, unpredictable: unknown?.reason ?? "" };
  const changes: Change[] = [];
  if (nameIn(text) !== name) changes.push(textChange({ path: FILE, text: `${name}\n` }, text, `write ${FILE}`));
  if (now !== name) changes.push({ resource: SETTING, summary: `name the host ${name}`, before: now, after: name });
  if (changes.length > 0 && !isRoot)
    return { changes: [], result, fault: systemFault("modules/not-root", { what: "name the host" }) };
  return { changes, result };
}

/** The first line that is no comment, as systemd reads the file. */
function nameIn(text = ""): string | undefined {
  return text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
}

function apply({ name }: Args, changes: readonly Change[]): Apply {
  const scripts = changes.map(({ resource }) =>
    resource.kind === "path"
      ? putFiles([{ path: FILE, text: `${name}\n` }])
      : write`printf %s ${name} >${LIVE} || fail 'The kernel does not take the name.'`,
  );
  return { script: sequence(scripts), parse: worked("name the host") };
}
