import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, sequence, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import {
  putFiles,
  SHOW_FILE,
  textChange,
  textsAfter,
  textsOf,
  type NewText,
  type Texts,
} from "../../lib/small-files/small-files.ts";

const schema = {
  required: ["name"],
  shorthand: "name",
  properties: {
    name: {
      type: "string",
      description: "The kernel module.",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]*$",
      rule: "the name of a kernel module",
    },
    state: { type: "string", description: "Whether it is loaded.", enum: ["present", "absent"], default: "present" },
    params: {
      type: "string",
      description: "Parameters for a module that is loaded now; with `persistent: present`, at boot, too.",
      pattern: "^[^\\n]+$",
      rule: "one line of text",
    },
    persistent: {
      type: "string",
      description: "Whether it is loaded when the target boots; `disabled` leaves that as it is.",
      enum: ["disabled", "present", "absent"],
      default: "disabled",
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

export const modprobe = shellModule({
  name: "modprobe",
  summary: "Loads a module of the target's kernel, or unloads it.",
  notes: [
    "A module that is built into the kernel counts as loaded. The parameters of one that is loaded stay as they are.",
    "With `persistent`, the files are /etc/modules-load.d/NAME.conf and, for parameters, /etc/modprobe.d/NAME.conf.",
  ],
  args: schema,
  returns: { name: "The kernel module.", state: "Whether it is loaded: present or absent." },
  examples: [
    { title: "Load a module, now and at boot", args: { name: "br_netfilter", persistent: "present" } },
    { title: "Unload a module", args: { name: "floppy", state: "absent" } },
  ],
  probe: ({ name, state }) => ({
    script: read`${SHOW_FILE}
show_file ${bootFile(name)}
show_file ${optionsFile(name)}
${state === "absent" ? read`[ -e /proc/modules ] && grep -q -e ${`^${kernelName(name)} `} /proc/modules` : read`[ -d ${`/sys/module/${kernelName(name)}`} ]`} && echo 'loaded yes'
if command -v modprobe >/dev/null 2>&1; then
echo 'tool yes'
if with_environment modprobe -n -q ${name} 2>/dev/null; then echo 'known yes'; else checked modprobe "$?"; fi
fi
${SHOW_ROOT}
echo 'done 1'`,
    parse,
  }),
  decide,
  apply,
});

interface KernelModule {
  readonly texts: Texts;
  readonly isLoaded: boolean;
  readonly hasTool: boolean;
  /** Whether the kernel has such a module. */
  readonly isKnown: boolean;
  readonly isRoot: boolean;
}

const bootFile = (name: string) => `/etc/modules-load.d/${name}.conf`;
const optionsFile = (name: string) => `/etc/modprobe.d/${name}.conf`;

/** The kernel spells all names with underscores. */
const kernelName = (name: string) => name.replaceAll("-", "_");

function parse(answer: Answer): Outcome<KernelModule> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the kernel's modules", answer);
  const is = (key: string) => output.get(key) === "yes";
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  return good({
    texts: texts.value,
    isLoaded: is("loaded"),
    hasTool: is("tool"),
    isKnown: is("known"),
    isRoot: isRootBy(output),
  });
}

/** The files for the next boot that differ. */
function newTexts({ name, params, persistent }: Args, texts: Texts): readonly NewText[] {
  if (persistent === "disabled") return [];
  const boot = persistent === "present" ? `${name}\n` : null;
  const options = persistent === "present" && params !== undefined ? `options ${name} ${params}\n` : null;
  const desired: readonly NewText[] = [
    { path: bootFile(name), text: boot },
    ...(options !== null || persistent === "absent" ? [{ path: optionsFile(name), text: options }] : []),
  ];
  return desired.filter(({ path, text }) => (texts.get(path) ?? null) !== text);
}

function decide(args: Args, found: KernelModule, predicted: Predicted): Decision {
  const { name, state } = args;
  const result = { name, state };
  const now = textsAfter([bootFile(name), optionsFile(name)], found.texts, predicted);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const resource = { kind: "setting", name: `module/${kernelName(name)}` } as const;
  const before = predicted.get(resource) ?? (found.isLoaded ? "present" : "absent");
  const summary = `${state === "present" ? "load" : "unload"} the kernel module ${name}`;
  const changes: readonly Change[] = [
    ...(before === state ? [] : [{ resource, summary, before, after: state }]),
    ...newTexts(args, now).map((file) =>
      textChange(file, now.get(file.path), `${file.text === null ? "remove" : "write"} ${file.path}`),
    ),
  ];
  const fault = changes.length === 0 ? undefined : faultOf(args, found, before !== state);
  return fault ? { changes: [], result, fault } : { changes, result };
}

function faultOf({ name, state }: Args, { isRoot, hasTool, isKnown }: KernelModule, runs: boolean): Fault | undefined {
  if (!isRoot) return systemFault("modules/not-root", { what: "load kernel modules" });
  const install = "the package is called `kmod` on most distributions";
  if (runs && !hasTool)
    return systemFault(
      "modules/no-program",
      { program: "modprobe", what: "load kernel modules", install },
      { missing: true },
    );
  return runs && state === "present" && !isKnown
    ? systemFault("modules/no-kernel-module", { name }, { missing: true })
    : undefined;
}

function apply(args: Args, changes: NonEmpty<Change>, { texts }: KernelModule): Apply {
  const { name, state, params } = args;
  const words = state === "absent" ? ["-r", "--", name] : ["--", name, ...(params?.split(/\s+/) ?? [])];
  const runs = changes.some(({ resource }) => resource.kind === "setting");
  const script = sequence([
    ...(runs ? [write`with_environment modprobe ${words} || exit`] : []),
    putFiles(newTexts(args, texts)),
  ]);
  return { script, parse: worked(`${state === "absent" ? "unload" : "load"} the kernel module ${name}`) };
}
