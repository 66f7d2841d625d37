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
import { putFiles, SHOW_FILE, textAfter, textChange, textsOf, type Texts } from "../../lib/small-files/small-files.ts";
import { linesWith, linesWithout, normalValue } from "./lines.ts";

const schema = {
  required: ["name"],
  aliases: { key: "name", val: "value" },
  properties: {
    name: {
      type: "string",
      description: "The parameter, such as vm.max_map_count.",
      pattern: "^[a-z][A-Za-z0-9_*-]*([./][A-Za-z0-9_:*-]+)+$",
      rule: "the name of a kernel parameter, such as vm.max_map_count",
    },
    value: { type: ["string", "integer", "number", "boolean"], description: "The value; true and yes are 1." },
    state: {
      type: "string",
      description: "Whether the file sets it.",
      enum: ["present", "absent"],
      default: "present",
    },
    sysctl_file: { ...pathArg("The file that sets it when the target boots."), default: "/etc/sysctl.conf" },
    sysctl_set: { type: "boolean", description: "Also set it now if the kernel has another value.", default: false },
    reload: { type: "boolean", description: "After a change of the file, set all its values now.", default: true },
    ignoreerrors: { type: "boolean", description: "Ignore parameters that the kernel does not have.", default: false },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

export const sysctl = shellModule({
  name: "sysctl",
  summary: "Sets a parameter of the target's kernel, in a file and now.",
  notes: [
    "With `state: present` the value is required.",
    "systemd reads /etc/sysctl.d only; on distributions without the link /etc/sysctl.d/99-sysctl.conf, such as Debian 13, name a file there with `sysctl_file`.",
  ],
  args: schema,
  returns: { name: "The parameter.", value: "Its value in the file.", state: "Whether the file sets it." },
  examples: [
    {
      title: "Let Kafka map more files",
      args: { name: "vm.max_map_count", value: 262144, sysctl_file: "/etc/sysctl.d/90-kafka.conf", sysctl_set: true },
    },
    { title: "Leave a parameter to the system", args: { name: "vm.swappiness", state: "absent" } },
  ],
  probe: ({ name, sysctl_file }) => ({
    script: read`${SHOW_FILE}
show_file ${normalPath(sysctl_file)}
live=${liveFile(name)}
if [ -r "$live" ]; then printf 'live %s\\n' "$(tr '\\t\\n' '  ' <"$live")"; fi
${SHOW_ROOT}
echo 'done 1'`,
    parse,
  }),
  decide,
  apply,
});

interface Parameter {
  readonly texts: Texts;
  /** The kernel's value; undefined if it does not have the parameter. */
  readonly live: string | undefined;
  readonly isRoot: boolean;
}

/** A name with slashes has dots that are part of names, such as those of interfaces. */
function liveFile(name: string): string {
  return `/proc/sys/${name.includes("/") ? name : name.replaceAll(".", "/")}`;
}

function parse(answer: Answer): Outcome<Parameter> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the kernel's parameters", answer);
  const live = output.get("live");
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  return good({
    texts: texts.value,
    live: live === undefined ? undefined : normalValue(live),
    isRoot: isRootBy(output),
  });
}

/** The file's new text; undefined if it fits. */
function newText({ name, value, state }: Args, text: string | undefined): string | undefined {
  if (state === "absent") return text === undefined ? undefined : linesWithout(name, text);
  return linesWith(name, normalValue(value), text ?? "");
}

function decide(args: Args, { texts, live, isRoot }: Parameter, predicted: Predicted): Decision {
  const { name, state, sysctl_file, ignoreerrors } = args;
  const path = normalPath(sysctl_file);
  const value = normalValue(args.value);
  const result = { name, state, ...(state === "present" && { value }) };
  if (state === "present" && value === "") return { changes: [], result, fault: noValue() };
  const now = textAfter(path, texts, predicted);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const text = newText(args, now);
  const setting = { kind: "setting", name: `sysctl/${name}` } as const;
  const known = predicted.get(setting) ?? live ?? null;
  const sets = state === "present" && (args.sysctl_set || (args.reload && text !== undefined)) && known !== value;
  const changes: Change[] = [
    ...(text === undefined
      ? []
      : [textChange({ path, text }, now, `${state === "absent" ? "remove" : "set"} ${name} in ${path}`)]),
    ...(sets && (known !== null || !ignoreerrors)
      ? [{ resource: setting, summary: `set ${name} to ${value}`, before: known, after: value }]
      : []),
  ];
  if (changes.length === 0) return { changes, result };
  const fault = faultOf(args, isRoot, sets && known === null);
  return fault ? { changes: [], result, fault } : { changes, result };
}

function noValue(): Fault {
  return systemFault("modules/no-value", { argument: "value", state: "present" });
}

function faultOf({ name, ignoreerrors }: Args, isRoot: boolean, isMissing: boolean): Fault | undefined {
  if (!isRoot) return systemFault("modules/not-root", { what: "set parameters of the kernel" });
  return isMissing && !ignoreerrors ? systemFault("modules/no-parameter", { name }, { missing: true }) : undefined;
}

function apply(args: Args, changes: readonly Change[], { texts }: Parameter): Apply {
  const path = normalPath(args.sysctl_file);
  const text = newText(args, texts.get(path));
  const value = normalValue(args.value);
  const quiet = args.ignoreerrors ? ["-e"] : [];
  const isSet = changes.some(({ resource }) => resource.kind === "setting");
  const script = sequence([
    ...(text === undefined ? [] : [putFiles([{ path, text }])]),
    ...(text !== undefined && args.reload
      ? [write`with_environment sysctl ${[...quiet, "-p", path]} >/dev/null || exit`]
      : isSet
        ? [write`with_environment sysctl ${[...quiet, "-w", `${args.name}=${value}`]} >/dev/null || exit`]
        : []),
  ]);
  return { script, parse: worked(`set the parameter ${args.name}`) };
}
