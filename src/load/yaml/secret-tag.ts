import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Node } from "./node.ts";

/** The tag of a value that a program on the controller prints. */
export const SECRET_TAG = "!secret";

/** The program of a `!secret` and its arguments, which are written out; or what is wrong with them. */
export function secretCommand(node: Node): readonly string[] | Fault {
  if (node.kind !== "map") return fault("it is not a map", node.origin, wordsIn(node));
  const [unknown] = [...node.entries].filter(([key]) => key !== "command");
  if (unknown) return fault(`it has the key \`${unknown[0]}\``, unknown[1].origin);
  const command = node.entries.get("command")?.value;
  if (!command) return fault("it has no key `command`", node.origin);
  if (command.kind !== "list") return fault("`command` is not a list", command.origin, wordsIn(command));
  if (command.items.length === 0) return fault("the list is empty", command.origin);
  const words: string[] = [];
  for (const item of command.items) {
    const word = wordOf(item);
    if (word === undefined) return fault("a word of the command is no text", item.origin);
    if (word.includes("\0")) return fault("a word of the command contains a NUL character", item.origin);
    if (word.includes("{{") && item.kind === "scalar" && item.tag !== "raw") return fault(COMPUTED, item.origin);
    words.push(word);
  }
  return words[0] === "" ? fault("the name of the program is empty", command.origin) : words;
}

const COMPUTED = "its words cannot be computed";

/** A word as it is written: a number keeps its spelling. */
function wordOf(node: Node): string | undefined {
  if (node.kind !== "scalar" || node.tag === "cel" || node.tag === "secret") return undefined;
  if (typeof node.value === "number") return node.written ?? String(node.value);
  return typeof node.value === "string" ? node.value : undefined;
}

function wordsIn(node: Node): readonly string[] {
  return node.kind === "scalar" && typeof node.value === "string" ? (node.value.match(/[^\s"']+/g) ?? []) : [];
}

function fault(problem: string, origin: Origin, words: readonly string[] = []): Fault {
  return loadFault("load/secret-command", { problem, words }, { origin });
}
