import { FACTS } from "./catalogue.ts";
import { moduleOf } from "./module-facts.ts";
import { FACTS_NAME, factsOf } from "./used.ts";

const NO_FACTS =
  "No facts are known here: remove `gather_facts: false` from the play, or run a task with `setup` before, also after `meta: clear_facts`.";

/**
 * Why a fact, or `facts` as a whole, is not there, and how to get it; undefined for other fields.
 * @param field the name that is missing
 * @param path where it was looked for, such as `facts.mounts` or `hostvars.db.facts`; empty for a variable
 */
export function unreadFactHint(field: string, path: string): string | undefined {
  if (field === FACTS_NAME) {
    if (path === "") return NO_FACTS;
    return /^hostvars\b/.test(path)
      ? "No play has read the facts of that host: an earlier play with `gather_facts: true` must contain it."
      : undefined;
  }
  const steps = path.match(/[\w-]+/g) ?? [];
  const isOfHost = steps[0] === FACTS_NAME || steps[0] === "hostvars";
  if (!isOfHost || !factsOf(steps).includes(field)) return undefined;
  const module = moduleOf(field);
  if (module !== undefined) return `A task with \`${module}\` reads it: run one on that host before.`;
  if (!FACTS.some(({ name }) => name === field)) return undefined;
  return `It has not been read on that host: its play needs \`gather_facts: true\`, and a \`gather_subset\` must contain ${field}.`;
}
