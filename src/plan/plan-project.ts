import { runFault } from "../errors/catalogue/run.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { meansLater } from "../inventory/patterns/later.ts";
import { matchPattern } from "../inventory/patterns/patterns.ts";
import type { Project } from "../load/project.ts";
import { hiddenResults } from "./hidden-results.ts";
import { planPlay, tagsOf, type Plan, type PlannedPlay } from "./plan.ts";
import { SPECIAL_TAGS, type TagChoice } from "./tags.ts";

export interface ProjectPlan {
  readonly plan: Plan;
  readonly warnings: readonly Fault[];
}

/**
 * Plans every play on its hosts. A play whose pattern matches no host of the inventory gets a warning, and so does a task whose
 * registered result `-e` hides.
 */
export function planProject(loaded: LoadedProject, choice: TagChoice): ProjectPlan {
  const { project, inventory, hosts } = loaded;
  const warnings = hiddenResults(loaded);
  const plays = project.playbooks.flatMap((playbook) =>
    playbook.plays.map((play): PlannedPlay => {
      const { pattern, origin } = play.hosts;
      const matched = matchPattern(inventory, pattern, origin);
      // Tasks may add hosts before the play begins. No warning if only the limit excludes the hosts: that is what the user asked for.
      if (matched.ok && matched.value.length === 0 && !meansLater(pattern, inventory)) {
        warnings.push(runFault("run/no-hosts", { play: play.name, pattern }, { origin }));
      }
      const matching = new Set(matched.ok ? matched.value : []);
      const chosen = hosts.filter((host) => matching.has(host));
      return planPlay(playbook, play, chosen, choice);
    }),
  );
  return { plan: { plays }, warnings };
}

/** A fault for each tag that nothing in the project has: such a tag would silently select or skip nothing. */
export function unknownTags({ playbooks }: Project, { tags, skip }: TagChoice): Fault[] {
  const known = new Set(playbooks.flatMap(({ plays }) => plays.flatMap(tagsOf)));
  const unknown = [...new Set([...tags, ...skip])].filter((tag) => !known.has(tag) && !SPECIAL_TAGS.includes(tag));
  return unknown.map((tag) => runFault("run/unknown-tag", { tag, near: nearest(tag, known) }));
}
