import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Module } from "../../src/module/contract.ts";
import { registry } from "../../src/modules/registry.ts";
import type { RecordedResult, Run } from "../ssh/harness.ts";

/** Scenarios that run on any host. */
export const ANY_HOST = path.resolve("test/contract/scenarios");
/** Scenarios of modules that need a package manager, systemd or Docker. */
export const LAB = path.resolve("test/contract/lab");

/** Modules that list the whole host. Their scenarios come first, because other scenarios change what they list. */
const WHOLE_HOST = ["getent", "package_facts", "service_facts"];

/** One task and its expected prediction. Scripts are for sh, run in the scenario's folder and find its path in `$target`. */
export interface Scenario {
  readonly title: string;
  /** Text by name: files that are in the folder before the first run. */
  readonly existing?: Readonly<Record<string, string>>;
  /** Prepares the folder and the host, after `existing` has been written. */
  readonly setup?: string;
  /** Prints the state that the task manages. The default is to list the folder. */
  readonly observe?: string;
  /** Prints state that must be the same before and after all runs. */
  readonly unchanged?: string;
  /** Removes everything that the scenario created outside the folder. */
  readonly cleanup?: string;
  /** Text by path: files of the project. */
  readonly project?: Readonly<Record<string, string>>;
  /** Tasks to run before this one in the same play. */
  readonly earlier?: readonly object[];
  /** The module's arguments. */
  readonly args: unknown;
  /** Other keys of the task. */
  readonly keys?: object;
  /** The task's status in the first run, which is in check mode. */
  readonly predicts: "changed" | "ok" | "unknown";
  /** Names of fields whose values only the real run knows. */
  readonly unpredictable?: readonly string[];
}

/** A scenario of a module, with the name of its task. */
export interface Case {
  readonly module: string;
  readonly scenario: Scenario;
  readonly task: string;
}

/** The output of one script per case, by task. */
export type Outputs = ReadonlyMap<string, string>;

/** The host on which all cases run. */
export interface ContractHost {
  readonly provision: (args: readonly string[]) => Promise<Run>;
  readonly observe: () => Promise<Outputs>;
  /** Runs the scripts `unchanged`. */
  readonly readUnchanged: () => Promise<Outputs>;
  /** Lists what provision has left in its state folder. */
  readonly leftovers: () => Promise<readonly string[]>;
}

/** Four runs of a play that contains all cases, and the host's state around them. */
export interface Recording {
  readonly runs: Readonly<Record<"check" | "apply" | "recheck" | "reapply", Run>>;
  readonly observed: Readonly<Record<"start" | "afterCheck" | "afterApply" | "end", Outputs>>;
  readonly unchanged: Readonly<Record<"start" | "end", Outputs>>;
  readonly leftovers: readonly string[];
}

/** The cases of all modules that have scenarios in a folder, or in a folder of it. */
export function loadCases(folder: string): Case[] {
  const files = scenarioFiles(folder);
  const last = registry.names.filter((module) => !WHOLE_HOST.includes(module));
  return [...WHOLE_HOST, ...last].flatMap((module) => {
    const file = files.find((name) => path.basename(name) === `${module}.yaml`);
    const scenarios = file === undefined ? [] : (parse(readFileSync(path.join(folder, file), "utf8")) as Scenario[]);
    return scenarios.map((scenario) => ({ module, scenario, task: `${module}: ${scenario.title}` }));
  });
}

function scenarioFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
}

/** A script that prepares a scenario's folder. */
export function setupScript({ existing = {}, setup = "" }: Scenario): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const writes = Object.entries(existing).map(([name, text]) => `printf %s ${quoted(text)} >${quoted(name)}`);
  return ["set -e", ...writes, setup].join("\n");
}

/** The tasks of a play, as JSON, which is valid YAML. */
export function tasksOf(cases: readonly Case[], targetOf: (task: string) => string): string {
  const tasks = cases.flatMap(({ module, scenario, task }) => {
    const vars = { target: targetOf(task), words: ["one", "<two>"] };
    const earlier = (scenario.earlier ?? []).map((each, index) => ({
      name: `${task}: earlier ${index}`,
      ...each,
      vars,
    }));
    return [...earlier, { name: task, [module]: scenario.args, vars, ...scenario.keys }];
  });
  return JSON.stringify(tasks, null, 2);
}

/** Text by path: the project files of all cases. */
export function projectFilesOf(cases: readonly Case[]): Record<string, string> {
  return Object.assign({}, ...cases.map(({ scenario }) => scenario.project)) as Record<string, string>;
}

/** Runs check mode and the real run twice each. */
export async function recordRuns({ provision, observe, readUnchanged, leftovers }: ContractHost): Promise<Recording> {
  const [start, unchangedStart] = [await observe(), await readUnchanged()];
  const check = await provision(["--check", "--diff"]);
  const afterCheck = await observe();
  const apply = await provision([]);
  const afterApply = await observe();
  const recheck = await provision(["--check", "--exit-code"]);
  const reapply = await provision([]);
  return {
    runs: { check, apply, recheck, reapply },
    observed: { start, afterCheck, afterApply, end: await observe() },
    unchanged: { start: unchangedStart, end: await readUnchanged() },
    leftovers: await leftovers(),
  };
}

/** Defines the tests of a recording; a `before` hook must make it. */
export function testContract(cases: readonly Case[], recording: () => Recording): void {
  it("exits with 0 in all runs and leaves no files of provision behind", () => {
    const { check, apply, recheck, reapply } = recording().runs;
    const stderr = [check, apply, recheck, reapply].map((run) => run.stderr).join("");
    expect([check.exit, apply.exit, recheck.exit, reapply.exit], stderr).to.deep.equal([0, 0, 0, 0]);
    expect(recording().leftovers).to.deep.equal([]);
  });

  for (const each of cases) describe(each.task, () => testCase(each, recording));
}

function testCase({ scenario, task }: Case, recording: () => Recording): void {
  const { predicts, unpredictable = [] } = scenario;

  it(`reports ${predicts} in check mode and writes nothing`, () => {
    const { runs, observed } = recording();
    expect(runs.check.status(task)).to.equal(predicts);
    expect(observed.afterCheck.get(task)).to.equal(observed.start.get(task));
  });

  it("does in the real run what check mode predicted", () => {
    const { runs, observed, unchanged } = recording();
    const state = observed.afterApply.get(task);
    expect(runs.apply.status(task)).to.equal(predicts === "ok" ? "ok" : "changed");
    expect(state === observed.afterCheck.get(task), state).to.equal(predicts === "ok");
    expect(unchanged.end.get(task)).to.equal(unchanged.start.get(task));
    if (predicts === "unknown") return;
    const [applied, predicted] = [runs.apply.results(task)[0], runs.check.results(task)[0]];
    expect(masked(unpredictable, effects(applied))).to.deep.equal(masked(unpredictable, effects(predicted)));
    expect(masked(unpredictable, applied?.result)).to.deep.equal(masked(unpredictable, predicted?.result));
  });

  it("changes nothing in a second run", () => {
    const { runs, observed } = recording();
    for (const run of [runs.recheck, runs.reapply]) {
      expect(run.status(task)).to.equal("ok");
      expect(run.results(task)[0]?.diff).to.deep.equal([]);
    }
    expect(observed.end.get(task)).to.equal(observed.afterApply.get(task));
  });
}

function effects(result: RecordedResult | undefined) {
  return result?.diff.map(({ resource, summary, after }) => ({ resource, summary, after }));
}

/** Copies a value and replaces each field that has one of these names, at any depth. */
function masked(names: readonly string[], value: unknown): unknown {
  const mask = (name: string, inner: unknown) => (names.includes(name) ? "unpredictable" : inner);
  return JSON.parse(JSON.stringify(value ?? null, mask));
}

/** The names of all shell modules, and the scenario files that belong to none of them. */
export async function shellModules(): Promise<{
  readonly names: readonly string[];
  readonly unmatchedFiles: readonly string[];
}> {
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  const names = modules.filter((module): module is Module => module?.kind === "shell").map(({ name }) => name);
  const files = [ANY_HOST, LAB].flatMap(scenarioFiles);
  return { names, unmatchedFiles: files.filter((file) => !names.includes(path.basename(file, ".yaml"))) };
}
