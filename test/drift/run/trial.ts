import { scoreOf, type Score } from "../oracle/score.ts";
import { nameOf, type SiteRun } from "../oracle/results.ts";
import type { Drift } from "../drift.ts";
import type { Drawn } from "./draw.ts";
import type { Bed } from "./bed.ts";

export interface Trial {
  readonly drawn: readonly Drawn[];
  readonly score: Score;
  /** What is wrong besides the predictions; empty if all is well. */
  readonly problems: readonly string[];
}

export const isGood = ({ score, problems }: Trial): boolean =>
  score.false.length === 0 && score.missing.length === 0 && problems.length === 0;

/** Makes the drifts, lets check mode predict and the site repair them, and compares. Afterwards the site is as it was. */
export async function runTrial(bed: Bed, drawn: readonly Drawn[]): Promise<Trial> {
  const drifts = drawn.map(({ drift }) => drift);
  const look = async () => Promise.all(drifts.map((drift) => drift.look(bed)));
  const declared = await look();
  for (const drift of drifts) await drift.apply(bed);
  const drifted = await look();
  const check = await bed.site("--check");
  const checked = await look();
  const run = await bed.site();
  const isRefused = drifts.some(({ undo }) => undo);
  const last = isRefused ? await undone(bed, drifts) : run;
  const again = await bed.site("--check");
  const repaired = await look();
  for (const drift of drifts) await drift.clear?.(bed);
  const problems = [
    ...drawn.flatMap(({ kind, drift: { what } }, index) => [
      ...(!kind.harmless && declared[index] === drifted[index] ? [`Nothing differs after: ${what}`] : []),
      ...(drifted[index] === checked[index] ? [] : [`Check mode changes something after: ${what}`]),
      ...(declared[index] === repaired[index] ? [] : [notRepaired(what, declared[index], repaired[index])]),
    ]),
    ...(isRefused ? differentErrors(check, run) : [...failure("Check mode", check), ...failure("The run", run)]),
    ...(isRefused ? failure("The run after the drift was undone", last) : []),
    ...notQuiet(again),
  ];
  const score = scoreOf(check, run);
  const trial = { drawn, score, problems };
  if (!isGood(trial)) await bed.site();
  return trial;
}

async function undone(bed: Bed, drifts: readonly Drift[]): Promise<SiteRun> {
  for (const drift of drifts) await drift.undo?.(bed);
  return bed.site();
}

function notRepaired(what: string, declared = "", repaired = ""): string {
  return `Not repaired: ${what}\n    was ${JSON.stringify(declared)}\n    is  ${JSON.stringify(repaired)}`;
}

function failure(who: string, { exit, errors }: SiteRun): string[] {
  return exit === 0 ? [] : [`${who} ends with ${exit}: ${errors.join("; ").slice(0, 1500)}`];
}

/** Check mode must refuse what the run refuses. */
function differentErrors(check: SiteRun, run: SiteRun): string[] {
  if (check.exit !== 0 && check.exit === run.exit && check.errors.join("\n") === run.errors.join("\n")) return [];
  return [
    `Check mode ends with ${check.exit}: ${check.errors.join("; ")}`,
    `The run ends with ${run.exit}: ${run.errors.join("; ")}`,
  ];
}

/** After the run nothing is left to do, and nothing is unknown. */
function notQuiet(again: SiteRun): string[] {
  const left = again.results.filter(({ status }) => status === "changed" || status === "unknown");
  return [
    ...failure("Check mode after the run", again),
    ...left.map((result) => `After the run, check mode says ${result.status}: ${nameOf(result)}`),
  ];
}
