import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Module } from "../../src/module/contract.ts";
import { registry } from "../../src/modules/registry.ts";
import type { Run, RecordedResult } from "../ssh/harness.ts";

export const ON_ANY_HOST = path.resolve("test/contract/scenarios");
/** Of modules that need a package manager, systemd or Docker. */
export const ON_THE_LAB = path.resolve("test/contract/lab");

/** One task of one module. Scripts are for sh, in the folder that the variable `target` names. */
export interface Scenario {
  readonly title: string;
  /** Files that the folder holds already. */
  readonly there?: Readonly<Record<string, string>>;
  readonly before?: string;
  /** Prints what the task is about, so that a change shows; where it is not given, the folder is looked at. */
  readonly sees?: string;
  /** Prints what neither the task nor its prediction may change. */
  readonly keeps?: string;
  /** Takes away what the scenario has made outside the folder. */
  readonly after?: string;
  /** Files of the project. */
  readonly files?: Readonly<Record<string, string>>;
  /** Tasks that come before, in the same run. */
  readonly first?: readonly object[];
  readonly args: unknown;
  /** Further keys of the task. */
  readonly keys?: object;
  /** What check mode says of the first run. */
  readonly predicts: "changed" | "ok" | "unknown";
  /** Names of values that only the deed can tell. */
  readonly leaves?: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  readonly task: string;
}

/** What scripts print, by task. */
export type Printed = ReadonlyMap<string, string>;

/** A host on which scenarios are played. */
export interface Ground {
  readonly provision: (args: readonly string[]) => Promise<Run>;
  readonly see: () => Promise<Printed>;
  readonly keep: () => Promise<Printed>;
  /** What of ours is left there. */
  readonly left: () => Promise<readonly string[]>;
}

/** The four runs that all scenarios share, a task for each, and what stood at the host between them. */
export interface Played {
  readonly runs: Readonly<Record<"predicted" | "done" | "checked" | "again", Run>>;
  readonly stood: Readonly<Record<"before" | "checked" | "done" | "end", Printed>>;
  readonly kept: readonly [Printed, Printed];
  readonly left: readonly string[];
}

export function casesIn(folder: string): Case[] {
  return registry.names.flatMap((name) => {
    const file = path.join(folder, `${name}.yaml`);
    const scenarios = existsSync(file) ? (parse(readFileSync(file, "utf8")) as Scenario[]) : [];
    return scenarios.map((scenario) => ({ name, scenario, task: `${name}: ${scenario.title}` }));
  });
}

/** What makes a scenario's folder what the task is to find. */
export function beforeOf({ there = {}, before: script = "" }: Scenario): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const written = Object.entries(there).map(([name, text]) => `printf %s ${quoted(text)} >${quoted(name)}`);
  return ["set -e", ...written, script].join("\n");
}

/** The tasks of a play, as JSON, which is YAML, too. */
export function tasksOf(cases: readonly Case[], targetOf: (task: string) => string): string {
  const tasks = cases.flatMap(({ name, scenario, task }) => {
    const vars = { target: targetOf(task), words: ["one", "<two>"] };
    const first = (scenario.first ?? []).map((one, index) => ({ name: `${task}: first ${index}`, ...one, vars }));
    return [...first, { name: task, [name]: scenario.args, vars, ...scenario.keys }];
  });
  return JSON.stringify(tasks, null, 2);
}

export function filesOf(cases: readonly Case[]): Record<string, string> {
  return Object.assign({}, ...cases.map(({ scenario }) => scenario.files)) as Record<string, string>;
}

export async function playOn({ provision, see, keep, left }: Ground): Promise<Played> {
  const [start, keptBefore] = [await see(), await keep()];
  const predicted = await provision(["--check", "--diff"]);
  const checked = await see();
  const done = await provision([]);
  const after = await see();
  const settled = await provision(["--check", "--exit-code"]);
  const again = await provision([]);
  return {
    runs: { predicted, done, checked: settled, again },
    stood: { before: start, checked, done: after, end: await see() },
    kept: [keptBefore, await keep()],
    left: await left(),
  };
}

/** Tests of what `before` has played: it is asked for when they run. */
export function itKeepsTheContract(cases: readonly Case[], played: () => Played): void {
  it("leaves nothing behind, and all runs end well", () => {
    const { predicted, done, checked, again } = played().runs;
    const said = [predicted, done, checked, again].map(({ stderr }) => stderr).join("");
    expect([predicted.exit, done.exit, checked.exit, again.exit], said).to.deep.equal([0, 0, 0, 0]);
    expect(played().left).to.deep.equal([]);
  });

  for (const one of cases) describe(one.task, () => itIsPredictedAndDone(one, played));
}

function itIsPredictedAndDone({ scenario, task }: Case, played: () => Played): void {
  const { predicts, leaves = [] } = scenario;

  it("is predicted, and predicting writes nothing", () => {
    const { runs, stood } = played();
    expect(runs.predicted.status(task)).to.equal(predicts);
    expect(stood.checked.get(task)).to.equal(stood.before.get(task));
  });

  it("is done as it was predicted", () => {
    const { runs, stood, kept } = played();
    expect(runs.done.status(task)).to.equal(predicts === "ok" ? "ok" : "changed");
    expect(stood.done.get(task) === stood.checked.get(task), stood.done.get(task)).to.equal(predicts === "ok");
    expect(kept[1].get(task)).to.equal(kept[0].get(task));
    if (predicts === "unknown") return;
    const [done, predicted] = [runs.done.results(task)[0], runs.predicted.results(task)[0]];
    expect(without(leaves, effects(done))).to.deep.equal(without(leaves, effects(predicted)));
    expect(without(leaves, done?.result)).to.deep.equal(without(leaves, predicted?.result));
  });

  it("is nothing to do the second time", () => {
    const { runs, stood } = played();
    for (const run of [runs.checked, runs.again]) {
      expect(run.status(task)).to.equal("ok");
      expect(run.results(task)[0]?.diff).to.deep.equal([]);
    }
    expect(stood.end.get(task)).to.equal(stood.done.get(task));
  });
}

function effects(result: RecordedResult | undefined) {
  return result?.diff.map(({ resource, summary, after }) => ({ resource, summary, after }));
}

function without(names: readonly string[], value: unknown): unknown {
  const open = (name: string, inner: unknown) => (names.includes(name) ? "left open" : inner);
  return JSON.parse(JSON.stringify(value ?? null, open));
}

/** Modules whose steps are scripts, and the files of scenarios that belong to none of them. */
export async function shellModules(): Promise<{
  readonly names: readonly string[];
  readonly stray: readonly string[];
}> {
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  const names = modules.filter((module): module is Module => module?.kind === "shell").map(({ name }) => name);
  const files = [ON_ANY_HOST, ON_THE_LAB].flatMap((folder) => readdirSync(folder));
  return { names, stray: files.filter((file) => !names.includes(path.basename(file, ".yaml"))) };
}
