import { systemFault } from "../../../errors/catalogue/system.ts";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import { read, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { accountExists, ENTRY, named } from "../../lib/accounts/entries.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import {
  putFiles,
  SHOW_FILE,
  textAfter,
  textChange,
  textOfBase64,
  textsOf,
  type Texts,
} from "../../lib/small-files/small-files.ts";
import { CRON_ARGS, type CronArgs } from "./args.ts";
import { withEntry } from "./entries.ts";

export const cron = shellModule({
  name: "cron",
  summary: "Adds an entry to a crontab, or removes it.",
  notes: [
    "The comment `#Ansible: NAME` above a job identifies it, so jobs that Ansible has made are taken over.",
    "A file in /etc/cron.d whose last entry is removed is removed, too.",
  ],
  args: CRON_ARGS,
  returns: { name: "The entry.", state: "Whether it exists: present or absent." },
  examples: [
    {
      title: "Remove old logs every night",
      args: { name: "clean logs", minute: "30", hour: "2", job: "/opt/app/clean-logs" },
    },
    {
      title: "Run a job as a user from a file of its own",
      args: { name: "report", special_time: "hourly", user: "deploy", cron_file: "report", job: "/opt/app/report" },
    },
    { title: "Remove an entry", args: { name: "clean logs", state: "absent" } },
  ],
  probe: (args) => ({ script: probeScript(args), parse }),
  decide,
  apply,
});

interface Crontab {
  readonly texts: Texts;
  /** The text of the user's own crontab; empty if there is none. */
  readonly own: string;
  readonly hasUser: boolean;
  readonly hasCrontab: boolean;
  readonly isRoot: boolean;
}

const fileOf = (cronFile: string) => `/etc/cron.d/${cronFile.replace(/^.*\//, "")}`;

function probeScript({ user, cron_file }: CronArgs) {
  const look =
    cron_file !== undefined
      ? read`${SHOW_FILE}\nshow_file ${fileOf(cron_file)}`
      : read`if command -v crontab >/dev/null 2>&1; then
echo 'crontab yes'
text=$(crontab -l ${user === undefined ? [] : ["-u", user]} 2>/dev/null; echo .)
printf 'own %s\\n' "$(printf %s "\${text%.}" | base64 | tr -d '\\n')"
fi`;
  const account =
    user === undefined
      ? read`echo 'user yes'`
      : read`${ENTRY}\n[ -z "$(entry passwd ${user} ${named(user)})" ] || echo 'user yes'`;
  return read`${account}\n${look}\n${SHOW_ROOT}\necho 'done 1'`;
}

function parse(answer: Answer): Outcome<Crontab> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the crontab", answer);
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  const own = textOfBase64(output.get("own") ?? "");
  if (own === undefined) return bad(systemFault("modules/no-text", { path: "The crontab" }));
  return good({
    texts: texts.value,
    own,
    hasUser: output.get("user") === "yes",
    hasCrontab: output.get("crontab") === "yes",
    isRoot: isRootBy(output),
  });
}

function decide(args: CronArgs, found: Crontab, predicted: Predicted): Decision {
  const { name, state, job, user, cron_file } = args;
  const result = { name, state };
  if (state === "present" && job === undefined) {
    return { changes: [], result, fault: systemFault("modules/no-value", { argument: "job", state }) };
  }
  const resource = cron_file === undefined ? ({ kind: "setting", name: `crontab/${user ?? ""}` } as const) : undefined;
  const now = resource
    ? ownAfter(found, predicted.get(resource))
    : textAfter(fileOf(cron_file ?? ""), found.texts, predicted);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const text = withEntry(args, now ?? "");
  if (text === (now ?? "")) return { changes: [], result };
  const fault = faultOf(args, found, predicted);
  if (fault) return { changes: [], result, fault };
  const summary = `${state === "absent" ? "remove" : "set"} the entry ${name}`;
  const change: Change = resource
    ? { resource, summary, before: now ?? "", after: text }
    : textChange({ path: fileOf(cron_file ?? ""), text: text === "" ? null : text }, now, summary);
  return { changes: [change], result };
}

function ownAfter({ own }: Crontab, later: unknown): string | Unknown {
  return later instanceof Unknown || typeof later === "string" ? later : own;
}

function faultOf({ user, cron_file }: CronArgs, found: Crontab, predicted: Predicted): Fault | undefined {
  if (user !== undefined && accountExists("user", user, found.hasUser, predicted) === false)
    return moduleFault("modules/no-account", { kind: "user", name: user }, { missing: true });
  if (cron_file !== undefined)
    return found.isRoot ? undefined : systemFault("modules/not-root", { what: "change /etc/cron.d" });
  const install = "the package is called `cron` on Debian and `cronie` on Fedora";
  return found.hasCrontab
    ? undefined
    : systemFault("modules/no-program", { program: "crontab", what: "run jobs", install }, { missing: true });
}

function apply(args: CronArgs, _: NonEmpty<Change>, { texts, own }: Crontab): Apply {
  const { user, cron_file } = args;
  const parsed = worked("change the crontab");
  if (cron_file !== undefined) {
    const path = fileOf(cron_file);
    const text = withEntry(args, texts.get(path) ?? "");
    return { script: putFiles([{ path, text: text === "" ? null : text }]), parse: parsed };
  }
  const whose = user === undefined ? [] : ["-u", user];
  return {
    script: write`printf %s ${withEntry(args, own)} | with_environment crontab ${[...whose, "-"]}`,
    parse: parsed,
  };
}
