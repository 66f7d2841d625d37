import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import { isMap, type ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { type Decision, type Predicted, shellModule } from "../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { read } from "../../module/script.ts";
import { orLater } from "../lib/facts/later.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { stepFailed, unexpected } from "../lib/script-output.ts";
import { withPredictedEntries } from "./predicted.ts";

const schema = {
  required: ["database"],
  properties: {
    database: {
      type: "string",
      description: "The database, as /etc/nsswitch.conf names it: passwd, group, hosts, services …",
      pattern: "^[a-z][a-z0-9_]*$",
      rule: "the name of a database, such as passwd",
    },
    key: { type: "string", description: "The entry to read. Without it, all entries are read." },
    split: {
      type: "string",
      description:
        "What separates the fields of an entry: a colon for passwd, shadow, group and gshadow, otherwise blanks.",
      minLength: 1,
    },
    service: { type: "string", description: "The source to ask instead of those of /etc/nsswitch.conf: files, dns …" },
    fail_key: { type: "boolean", description: "Whether a missing key fails the task.", default: true },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** What getent exits with if a key does not exist, and if a database cannot be listed. */
const MISSING = 2;
const UNLISTED = 3;

export const getent = shellModule({
  name: "getent",
  summary: "Reads entries of a name database, such as users and groups, and changes nothing.",
  notes: [
    "The entries are in `facts.getent_DATABASE`: a map from the first field of an entry to the list of its other fields, as in `facts.getent_passwd.root[4]`, the home folder of root.",
    "With `fail_key: false` a missing key has the value null.",
    "In check mode, users and groups that earlier tasks would make or remove are seen. If an earlier task would change the file of the database in /etc, or install a package, which may bring users and groups, its entries are unknown.",
  ],
  args: schema,
  returns: { entries: "The entries, as they are in `facts`." },
  examples: [
    { title: "Read a user's entry", args: { database: "passwd", key: "root" } },
    { title: "Look whether a group exists", args: { database: "group", key: "docker", fail_key: false } },
  ],
  probe: (args) => ({
    script: read`with_environment command -v getent >/dev/null 2>&1 || { echo 'The target has no getent.' >&2; exit 127; }
with_environment timeout 60 getent ${args.service === undefined ? [] : ["-s", args.service]} -- ${[args.database, ...(args.key === undefined ? [] : [args.key])]} || checked timeout/getent "$?"`,
    parse: (answer) => parse(args, answer),
  }),
  decide,
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

function decide({ database, key, fail_key }: Args, entries: ValueMap, predicted: Predicted): Decision {
  const known = withPredictedEntries(database, key, entries, predicted);
  const found = known instanceof Unknown ? known : unlessChanged(database, known, predicted);
  if (key !== undefined && fail_key && isMap(found) && found[key] === null) {
    return { changes: [], result: {}, fault: moduleFault("modules/no-entry", { database, key }, { missing: true }) };
  }
  return { changes: [], result: { entries: found }, gathered: { [`getent_${database}`]: found } };
}

/** An earlier task may change the database's file, or install a package that brings users and groups. */
function unlessChanged(database: string, entries: ValueMap, predicted: Predicted): ValueMap | Unknown {
  const found = orLater(entries, predicted, ["path"], (name) => name === `/etc/${database}`);
  return found instanceof Unknown ? found : orLater(entries, predicted, ["package"]);
}

function parse({ database, key, split }: Args, answer: Answer): Outcome<ValueMap> {
  if (answer.omitted) return unexpected(`the database ${database}`, answer);
  if (answer.exit === MISSING && key !== undefined) return good({ [key]: null });
  if (answer.exit === UNLISTED) return bad(moduleFault("modules/unlisted-database", { database }));
  if (answer.exit !== 0) return stepFailed(`read the database ${database}`, answer);
  const separator = split ?? (COLONS.has(database) ? ":" : /\s+/);
  const entries = answer.stdout.split("\n").flatMap((line): [string, string[]][] => {
    const [name = "", ...fields] = line.split(separator);
    return name === "" ? [] : [[name, fields]];
  });
  return good(Object.fromEntries(entries));
}

const COLONS: ReadonlySet<string> = new Set(["passwd", "shadow", "group", "gshadow"]);
