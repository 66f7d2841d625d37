import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, write } from "../../../module/script.ts";
import { named } from "../../lib/accounts/entries.ts";
import { rootAwareProbe } from "../../lib/accounts/root.ts";
import { type Fields, worked } from "../../lib/script-output.ts";

const schema = {
  required: ["name"],
  aliases: { pkg: "name", selection: "question", setting: "question", answer: "value" },
  needs: [
    { argument: "value", oneOf: ["question"] },
    { argument: "value", oneOf: ["vtype"] },
    { argument: "question", oneOf: ["value"] },
  ],
  properties: {
    name: {
      type: "string",
      description: "The package that asks.",
      pattern: "^[a-z0-9][a-z0-9+.-]*$",
      rule: "the name of a package",
    },
    question: {
      type: "string",
      description: "The question, such as postfix/mailname.",
      pattern: "^[^\\s|]+$",
      rule: "the name of a question, without blanks",
    },
    vtype: {
      type: "string",
      description: "The kind of the question, as its package defines it.",
      enum: ["boolean", "error", "multiselect", "note", "password", "select", "string", "text", "title"],
    },
    value: {
      type: ["string", "integer", "number", "boolean"],
      description: "The answer, in one line; true and false for a boolean.",
    },
    unseen: { type: "boolean", description: "The package may still ask the question.", default: false },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  /** The answer; undefined if there is none. */
  readonly value: string | undefined;
  readonly hasTool: boolean;
  readonly isRoot: boolean;
}

export const debconf = shellModule({
  name: "debconf",
  summary: "Answers a question of a Debian package before it asks.",
  notes: [
    "A package that is installed already does not look at a new answer: reconfigure it, for example with dpkg-reconfigure.",
    "The answer to a question of the type password is neither shown nor part of a program's arguments.",
  ],
  args: schema,
  returns: { name: "The package.", question: "The question." },
  examples: [
    {
      title: "Say which kind of mail server postfix is to be",
      args: { name: "postfix", question: "postfix/main_mailer_type", vtype: "select", value: "Internet Site" },
    },
    {
      title: "Accept a licence",
      args: {
        name: "ttf-mscorefonts-installer",
        question: "msttcorefonts/accepted-mscorefonts-eula",
        vtype: "boolean",
        value: true,
      },
    },
  ],
  probe: ({ question }) =>
    rootAwareProbe(
      "the answers to questions of packages",
      read`for file in config.dat passwords.dat; do
[ ! -r "/var/cache/debconf/$file" ] || sed -n ${`\\|^Name: ${named(question ?? "")}$|,/^$/s/^Value:[ ]\\{0,1\\}/value /p`} "/var/cache/debconf/$file"
done
if command -v debconf-set-selections >/dev/null 2>&1; then echo 'tool yes'; fi`,
      parse,
    ),
  decide,
  apply,
});

function parse(output: Fields, isRoot: boolean): Outcome<State> {
  return good({ value: output.get("value"), hasTool: output.get("tool") === "yes", isRoot });
}

function decide(args: Args, found: State, predicted: Predicted): Decision {
  const { name, question, vtype } = args;
  const result = { name, ...(question !== undefined && { question }) };
  if (question === undefined) return { changes: [], result };
  const isSecret = vtype === "password";
  const resource = { kind: "setting", name: `debconf/${question}` } as const;
  const later = predicted.get(resource);
  const value = String(args.value);
  if (later instanceof Unknown || (isSecret && later !== undefined)) {
    const unpredictable = later instanceof Unknown ? later.reason : `an earlier task would answer ${question}`;
    return { changes: [], result, unpredictable };
  }
  const now = later === undefined ? found.value : later;
  if (found.isRoot && now === value) return { changes: [], result };
  const fault = faultOf(value, found);
  if (fault) return { changes: [], result, fault };
  const shown = isSecret ? { before: null, after: "a password" } : { before: now ?? null, after: value };
  return { changes: [{ resource, summary: `answer ${question} of ${name}`, ...shown }], result };
}

/** Only root may read all answers. */
function faultOf(value: string, { hasTool, isRoot }: State): Fault | undefined {
  if (value.includes("\n")) return systemFault("modules/long-answer", {});
  if (!isRoot) return systemFault("modules/not-root", { what: "answer questions of packages" });
  const what = "answer questions of packages";
  const install = "the package is called `debconf`, which only Debian and its relatives have";
  return hasTool
    ? undefined
    : systemFault("modules/no-program", { program: "debconf-set-selections", what, install }, { missing: true });
}

function apply({ name, question = "", vtype = "string", value = "", unseen }: Args): Apply {
  const line = `${name} ${question} ${vtype} ${String(value)}`;
  return {
    script: write`printf '%s\\n' ${line} | with_environment debconf-set-selections ${unseen ? ["-u"] : []}`,
    parse: worked(`answer ${question}`),
  };
}
