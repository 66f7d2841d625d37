import { toJson } from "../model/json.ts";
import { parseJson } from "../model/parse-json.ts";
import type { Value } from "../model/value.ts";

/** The name that the playbook of an ad hoc task has in messages and events. */
export const AD_HOC = "provision run";

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
