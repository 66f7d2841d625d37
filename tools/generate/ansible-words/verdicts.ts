import { longSetting } from "../../../src/inventory/setting-names.ts";
import { ansibleFact } from "../../../src/language/facts/ansible-names.ts";
import { FUNCTION_BY_NAME } from "../../../src/language/functions/table.ts";
import { TEMPLATE_HELPERS } from "../../../src/language/helpers.ts";
import { ansibleNameHint } from "../../../src/language/jinja/facts.ts";
import { functionFor } from "../../../src/language/jinja/filters.ts";
import { celFor } from "../../../src/language/jinja/hints.ts";
import { LOOP_NAME, MAGIC_NAMES } from "../../../src/load/magic-names.ts";
import { PLACES } from "../../../src/load/schemas/catalogue.ts";
import { INCLUDE_WORDS } from "../../../src/load/schemas/include.ts";
import type { COUNTS } from "./counts.ts";
import { WAYS } from "./ways.ts";

export type Kind = keyof typeof COUNTS;

/** Whether a word can be written: as it is, in another way, or not; and what to write. */
export interface Verdict {
  readonly is: "yes" | "way" | "no";
  readonly write: string;
}

const YES: Verdict = { is: "yes", write: "" };
const HELPERS = new Set(TEMPLATE_HELPERS.map(({ name }) => name));
/** Other names of modules that tasks may use. */
const OTHER_MODULES = ["systemd", "yum", ...INCLUDE_WORDS];
/** What the engine says of names that it has no counterpart for. */
const NOTHING = /^There is no such fact/;

/** What the engine accepts or advises for a word; else the way that is written down for it. */
export function verdictOf(kind: Kind, word: string, modules: ReadonlySet<string>): Verdict {
  const known = engineVerdict(kind, word, modules);
  if (known?.is === "yes") return known;
  const way = WAYS[kind]?.[word];
  if (way) return { is: way.command ? "no" : "way", write: way.write };
  return known ?? { is: "no", write: "" };
}

function engineVerdict(kind: Kind, word: string, modules: ReadonlySet<string>): Verdict | undefined {
  switch (kind) {
    case "modules":
      return modules.has(word) || OTHER_MODULES.includes(word) ? YES : undefined;
    case "task keywords":
      return keyword(["task"], word);
    case "block keywords":
      return keyword(["block"], word);
    case "play keywords":
      return keyword(["play", "import of a playbook"], word);
    case "loops":
      return undefined;
    case "filters":
      return filter(word);
    case "tests":
      return advised(celFor(`x is ${word}`) ?? celFor(`x is ${word}("y")`));
    case "lookups":
      return FUNCTION_BY_NAME.has(word) ? YES : undefined;
    case "facts":
      return fact(word);
  }
}

function keyword(places: readonly string[], word: string): Verdict | undefined {
  const found = places.flatMap((place) => PLACES[place]?.[word] ?? []);
  if (found.some(({ description }) => description !== undefined)) return YES;
  const instead = found.find(({ unsupported }) => unsupported !== undefined)?.unsupported;
  return instead === undefined ? undefined : { is: "way", write: clause(instead) };
}

function filter(word: string): Verdict | undefined {
  if (FUNCTION_BY_NAME.has(word) || HELPERS.has(word)) return YES;
  const other = functionFor(word);
  return advised(other?.name ?? celFor(`x | ${word}`));
}

function fact(word: string): Verdict | undefined {
  if (MAGIC_NAMES.has(word) || word === LOOP_NAME) return YES;
  if (longSetting(word)) return { is: "yes", write: "where the inventory sets it" };
  const ours = ansibleFact(word.replace(/^ansible_/, ""));
  if (ours !== undefined) return advised(ours);
  const hint = ansibleNameHint(word);
  return hint === undefined || NOTHING.test(hint) ? undefined : { is: "way", write: clause(hint) };
}

/** A hint as the cell of a table: "Write become." is "become". */
function clause(hint: string): string {
  const text = hint.replace(/^Write |\.$/g, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function advised(code: string | undefined): Verdict | undefined {
  return code === undefined ? undefined : { is: "way", write: `\`${code}\`` };
}
