import { randomBytes } from "node:crypto";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, write } from "../../../module/script.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";
import { withPredicted } from "../../lib/path/state.ts";
import { arrived, lengthFault, obstacleFault, parseObstacle, trust, type Obstacle } from "../../lib/path/walk.ts";
import { fields, unexpected } from "../../lib/script-output.ts";

const PART = {
  pattern: "^[^/\\n]*$",
  rule: "a part of a name, without slash and line break",
} as const;

const TEMPFILE_ARGS = {
  required: [],
  properties: {
    state: {
      type: "string",
      description: "What is made: an empty file with mode 0600, or a folder with mode 0700.",
      enum: ["file", "directory"],
      default: "file",
    },
    path: { ...pathArg("The folder in which it is made. It must exist."), default: "/tmp" },
    prefix: { type: "string", description: "What its name begins with.", default: "provision.", ...PART },
    suffix: { type: "string", description: "What its name ends with.", default: "", ...PART },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof TEMPFILE_ARGS>;

interface Place {
  readonly exists: boolean;
  readonly isWritable: boolean;
  readonly obstacle: Obstacle | undefined;
}

export const tempfile = shellModule({
  name: "tempfile",
  summary: "Makes an empty file or folder with a name of its own, for a later task.",
  notes: [
    "Each run makes another one, so the task is always changed. It is not removed: do that in a later task with `file` and `state: absent`.",
    "In check mode nothing is made, and `path` is unknown: so is each later task that uses it.",
  ],
  args: TEMPFILE_ARGS,
  returns: { path: "What was made.", state: "What it is: file or directory." },
  examples: [
    { title: "Make a folder to unpack an archive in", args: { state: "directory", prefix: "app." } },
    { title: "Make a file with an ending", args: { path: "/var/tmp", suffix: ".sql" } },
  ],
  probe: ({ path }) => ({
    script: read`${trust({ follow_unsafe_links: false })}
if enter ${normalPath(path)}; then
[ ! -w . ] || echo 'writable 1'
elif [ "$obstacle" = missing ] || [ "$obstacle" = not-folder ]; then echo 'none 1'
else report; fi
echo 'done 1'`,
    parse: (answer) => parse(path, answer),
  }),
  decide,
  apply: (args) => apply(args),
});

function parse(path: string, answer: Answer): Outcome<Place> {
  const output = fields(answer.stdout);
  const fault = lengthFault(normalPath(path));
  if (fault) return bad(fault);
  if (output.get("done") === undefined) return unexpected(path, answer);
  const obstacle = parseObstacle(output);
  return good({ exists: output.get("none") === undefined, isWritable: output.get("writable") === "1", obstacle });
}

function decide(args: Args, { exists, isWritable, obstacle }: Place, predicted: Predicted): Decision {
  const folder = normalPath(args.path);
  const name = `${folder === "/" ? "" : folder}/${args.prefix}*${args.suffix}`;
  if (obstacle) return { changes: [], result: {}, fault: obstacleFault(folder, obstacle, predicted) };
  const now = withPredicted(exists ? { kind: "directory" } : "absent", predicted, folder);
  if (now instanceof Unknown) return { changes: [], result: {}, unpredictable: now.reason };
  if (typeof now === "string" || now.kind !== "directory") {
    const fault = moduleFault("modules/no-parent", { path: name, parent: folder }, { missing: true });
    return { changes: [], result: {}, fault };
  }
  const isLater = predicted.get({ kind: "path", name: folder }) !== undefined;
  if (!isWritable && !isLater)
    return { changes: [], result: {}, fault: moduleFault("modules/not-writable", { path: name, parent: folder }) };
  const what = args.state === "file" ? "file" : "folder";
  const unknown = new Unknown(`the temporary ${what} is made only in a run`);
  const change = {
    resource: { kind: "path", name },
    summary: `make a temporary ${what} ${name}`,
    before: null,
    after: unknown,
  } as const;
  return { changes: [change], result: { path: unknown, state: args.state } };
}

function apply({ path, prefix, suffix, state }: Args) {
  const folder = normalPath(path);
  const name = `${prefix}${randomBytes(6).toString("hex")}${suffix}`;
  const make =
    state === "directory"
      ? write`make_folder ${name} || fail 'The folder cannot be made.'`
      : write`set -C\n: >${`./${name}`} || fail 'The file cannot be made.'`;
  const script = write`${trust({ follow_unsafe_links: false })}
enter ${folder} && unmoved || refuse
umask 077
${make}
printf 'path %s\\n' "$(printf %s "$walked/"${name} | base64 | tr -d '\\n')"`;
  return { script, parse: (answer: Answer) => made(folder, answer) };
}

function made(folder: string, answer: Answer) {
  const done = arrived(folder, `make something in ${folder}`)(answer);
  const path = fields(answer.stdout).get("path");
  if (!done.ok || path === undefined) return done;
  return good({ path: Buffer.from(path, "base64").toString("utf8") });
}
