import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import type { Fault } from "../errors/fault.ts";
import { FLAGS, type Flag } from "./flags.ts";
import { AD_HOC } from "../events/event.ts";
import { toJson } from "../model/json.ts";
import { quotedWord } from "../model/quoted-word.ts";
import { parseJson } from "../model/parse-json.ts";
import type { Value } from "../model/value.ts";

/** One task on the hosts of a pattern, as the command line says it. */
export interface AdHocTask {
  readonly hosts: string;
  readonly module: string;
  /** Words `name=value`, one map in JSON or YAML, or the words of a command. */
  readonly words: readonly string[];
}

const PAIR = /^([a-z_]\w*)=([^]*)$/;

/** The playbook of the task. It is loaded like any other, so that faults of arguments are reported as in plays. */
export function adHocPlaybook({ hosts, module, words }: AdHocTask): string {
  return [
    `- name: ${toJson(`${module} on ${hosts}`)}`,
    `  hosts: ${toJson(hosts)}`,
    "  tasks:",
    `    - ${/^[\w.]+$/.test(module) ? module : toJson(module)}: ${argumentsOf(words)}`,
    "",
  ].join("\n");
}

function argumentsOf(words: readonly string[]): string {
  const [first = ""] = words;
  if (words.length === 1 && /^\s*\{/.test(first)) return first.replace(/\s*\n\s*/g, " ");
  const pairs = words.map((word) => PAIR.exec(word));
  if (!pairs.every((pair) => pair !== null)) return toJson(words.join(" "));
  return toJson(Object.fromEntries(pairs.map(([, name = "", text = ""]) => [name, valueOf(text)])));
}

/** A number, a truth value, a list or a map if it is written as in JSON; all other text is a string. */
function valueOf(text: string): Value {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

/** Hints that speak of lines in a file, by the code of their fault: what to write on the command line instead. */
const HINTS: Readonly<Record<string, (use: string, hint: string) => string>> = {
  "load/arguments-wanted": (use) => `Write each argument as one word: \`${use} NAME=VALUE …\`.`,
  "load/missing-key": (use, hint) => `${hint} Write it as \`${use} NAME=VALUE …\`.`,
  "load/one-of": (use, hint) => `${hint} Write it as \`${use} NAME=VALUE …\`.`,
  "load/yaml": (use) =>
    `Write each argument as one word, \`${use} NAME=VALUE …\`, or a whole map in single quotes: '{NAME: VALUE}'.`,
};

/** A fault in the playbook of an ad hoc task, with a hint for the command line; any other fault as it is. */
export function onCommandLine(found: Fault): Fault {
  const hint = HINTS[found.code];
  if (!hint || found.origin?.file !== AD_HOC) return found;
  const { code, message, origin, details = [], also = [] } = found;
  return {
    ...{ code, message, origin, details, also },
    hint: `${hint("provision run HOSTS MODULE", found.hint)} \`provision doc MODULE\` lists the arguments.`,
  };
}

const fault = faultsOf(cliErrors);

/** The modules whose arguments are the words of a command, which has short flags of its own. */
const COMMANDS: ReadonlySet<string> = new Set(["command", "shell", "raw"]);

/**
 * The fault of a short flag after the module `command`, which provision would take for its own. Undefined without a short flag among
 * the words of a command. After `--`, all words belong to the command.
 */
export function flagAmongWords(argv: readonly string[]): Fault | undefined {
  if (argv[0] !== "run") return undefined;
  const names: number[] = [];
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--") return undefined;
    const module = names[1];
    if (module !== undefined && !COMMANDS.has((argv[module] ?? "").replace(/^ansible\.\w+\./, ""))) return undefined;
    if (!word.startsWith("-") || word === "-") names.push(index);
    else if (module !== undefined && !word.startsWith("--")) {
      const separated = [...argv.slice(0, module + 1), "--", ...argv.slice(module + 1)];
      return fault("cli/flag-among-words", { flag: word, written: `provision ${separated.map(quotedWord).join(" ")}` });
    } else if (takesNext(word)) index++;
  }
  return undefined;
}

/** Whether the value of a flag is the next word. */
function takesNext(word: string): boolean {
  const flag = (FLAGS as readonly Flag[]).find(({ long, short }) => word === `--${long}` || word === `-${short ?? ""}`);
  return flag?.value !== undefined;
}
