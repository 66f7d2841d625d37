import { matchPattern } from "../../inventory/patterns.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import type { Layer } from "../../language/scope.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault, Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { readData } from "../../load/data-file.ts";
import { registry } from "../../modules/registry.ts";
import { planPlay, SPECIAL_TAGS, tagsOf, type Plan, type PlannedPlay } from "../../plan/plan.ts";
import type { ValueMap } from "../../model/value.ts";
import { EXIT } from "../exit-codes.ts";
import { mergeExtraVars } from "../extra-vars.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";
import { loadWithSecrets } from "../project-secrets.ts";
import { openReport, type Report } from "../reports.ts";
import { listing } from "./listing.ts";

/** Loads, plans and runs playbooks as the command line asks; resolves to the exit code. */
export async function runPlaybooks(options: RunOptions, io: Io): Promise<number> {
  const report = openReport(options, io);
  const began = io.now();
  const refuse = async (faults: readonly Fault[]) => {
    report.errors(faults);
    report.emit({ event: "recap", hosts: {}, duration_ms: io.now() - began, exit: EXIT.usage });
    await report.end();
    return EXIT.usage;
  };
  const extraVars = await extraLayer(options, io);
  if (!extraVars.ok) return refuse(extraVars.faults);
  const looks = options.syntaxCheck || options.listHosts || options.listTasks || options.listTags;
  const project = {
    root: io.cwd,
    playbooks: options.playbooks,
    inventories: options.inventories.length > 0 ? options.inventories : ["inventory.yaml"],
    registry,
    extraVars: extraVars.value,
    limit: options.limit,
    env: io.env,
  };
  const loaded = await loadWithSecrets(project, !options.check && !looks, io);
  report.useSources(loaded.sources);
  if (!loaded.ok) return refuse(loaded.faults);
  const strange = unknownTags(loaded.value, options);
  if (strange.length > 0) return refuse(strange);
  const plan = planOf(loaded.value, options, report);
  if (plan.plays.every(({ batches }) => batches.length === 0)) return refuse([runFault("run/nothing-to-do", {})]);
  if (looks) {
    io.stdout.write(listing(plan, options));
    await report.end();
    return EXIT.done;
  }
  // What reaches hosts takes time to load, and only a project that is right gets so far.
  const { execute } = await import("./execute.ts");
  return execute({ plan, loaded: loaded.value, extraVars: extraVars.value, options, io, report });
}

/** A tag that nothing has would leave out everything, or nothing, without a word. */
function unknownTags({ project }: LoadedProject, { tags, skipTags }: RunOptions): Fault[] {
  const known = new Set(project.playbooks.flatMap(({ plays }) => plays.flatMap(tagsOf)));
  const strange = [...new Set([...tags, ...skipTags])].filter((tag) => !known.has(tag) && !SPECIAL_TAGS.includes(tag));
  return strange.map((tag) => runFault("run/unknown-tag", { tag, near: nearest(tag, known) }));
}

/** Every play with its hosts; a play without any is said once and left out. */
function planOf({ project, inventory, hosts, warnings }: LoadedProject, options: RunOptions, report: Report): Plan {
  for (const warning of warnings) sayWarning(warning, report);
  const choice = { tags: options.tags, skip: options.skipTags };
  const plays = project.playbooks.flatMap((playbook) =>
    playbook.plays.map((play): PlannedPlay => {
      const matched = matchPattern(inventory, play.hosts.pattern, play.hosts.origin);
      const chosen = matched.ok ? hosts.filter((host) => matched.value.includes(host)) : [];
      // A play that the limit leaves out is what the user asked for.
      if (matched.ok && matched.value.length === 0) {
        const { pattern, origin } = play.hosts;
        sayWarning(runFault("run/no-hosts", { play: play.name, pattern }, { origin }), report);
      }
      return planPlay(playbook, play, chosen, choice);
    }),
  );
  return { plays };
}

function sayWarning({ code, message, hint, origin }: Fault, { emit }: Report): void {
  emit({ event: "warning", code, message, hint, ...(origin && { origin }) });
}

async function extraLayer({ extraVars }: RunOptions, io: Io): Promise<Outcome<Layer>> {
  const files = extraVars.flatMap((one) => (one.from === "file" ? [one.file] : []));
  const contents = new Map<string, Outcome<ValueMap>>();
  for (const file of files) contents.set(file, await readData(file, io.cwd));
  const merged = mergeExtraVars(extraVars, (file) => contents.get(file) ?? { ok: true, value: {} });
  if (!merged.ok) return merged;
  const variables = new Map(
    Object.entries(merged.value).map(([name, value]) => [name, { from: "data", value } as const]),
  );
  return { ok: true, value: { name: "-e", variables } };
}
