import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Module } from "../../src/module/contract.ts";
import { registry } from "../../src/modules/registry.ts";
import { left, provision, site, type Run, type Said } from "../ssh/harness.ts";
import { startSshd, type Sshd } from "../ssh/sshd.ts";

/** Modules that need a package manager, systemd or Docker: they keep the same contract on the lab's servers. */
const ON_THE_LAB = ["apt", "package", "service", "docker_image", "compose"];
const SCENARIOS = path.resolve("test/contract/scenarios");

interface Scenario {
  readonly title: string;
  /** For sh, in the folder that the variable `target` names. */
  readonly before?: string;
  /** Files of the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args: unknown;
  /** What check mode says of the first run. */
  readonly predicts: "changed" | "ok" | "unknown";
}

function scenariosOf(name: string): Scenario[] {
  const file = path.join(SCENARIOS, `${name}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, "utf8")) as Scenario[]) : [];
}

/** The four runs that all scenarios share, a task for each. */
interface Runs {
  readonly predicted: Run;
  readonly done: Run;
  readonly checked: Run;
  readonly again: Run;
}

const all = registry.names.flatMap((name) =>
  scenariosOf(name).map((scenario) => ({ name, scenario, task: `${name}: ${scenario.title}` })),
);

describe("every shell module", () => {
  let sshd: Sshd;
  let targets: ReadonlyMap<string, string>;
  /** What stood in each scenario's folder: before, after check mode, after the run, and at the end. */
  let stood: Record<"before" | "checked" | "done" | "end", ReadonlyMap<string, string>>;
  let runs: Runs;

  before(async () => {
    sshd = await startSshd();
    targets = new Map(all.map(({ task }) => [task, sshd.scratch()]));
    for (const { task, scenario } of all) execFileSync("sh", ["-c", scenario.before ?? ""], { cwd: targetOf(task) });
    const folder = projectOf();
    const before = listings();
    const predicted = await provision(folder, ["--check", "--diff"]);
    const checked = listings();
    const done = await provision(folder);
    const after = listings();
    const settled = await provision(folder, ["--check", "--exit-code"]);
    runs = { predicted, done, checked: settled, again: await provision(folder) };
    stood = { before, checked, done: after, end: listings() };
  });
  after(() => sshd.stop());

  const targetOf = (task: string) => targets.get(task) ?? "";
  const listings = () => new Map([...targets].map(([task, folder]) => [task, listing(folder)]));

  function projectOf(): string {
    const tasks = all.map(({ name, scenario, task }) => ({
      name: task,
      [name]: scenario.args,
      vars: { target: targetOf(task), words: ["one", "<two>"] },
    }));
    const files = Object.assign({}, ...all.map(({ scenario }) => scenario.files)) as Record<string, string>;
    return site(sshd, JSON.stringify(tasks), files);
  }

  it("has scenarios here, or is one of those that keep the contract on the lab", async () => {
    const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
    const shell = modules.filter((module): module is Module => module?.kind === "shell").map(({ name }) => name);
    const without = shell.filter((name) => !ON_THE_LAB.includes(name) && scenariosOf(name).length === 0);
    expect(without).to.deep.equal([]);
    expect(ON_THE_LAB.filter((name) => !shell.includes(name))).to.deep.equal([]);
    const stray = readdirSync(SCENARIOS).filter((file) => !shell.includes(path.basename(file, ".yaml")));
    expect(stray).to.deep.equal([]);
  });

  it("leaves nothing behind, and all runs end well", () => {
    const exits = [runs.predicted, runs.done, runs.checked, runs.again].map(({ exit }) => exit);
    expect(exits, runs.done.stderr + runs.again.stderr).to.deep.equal([0, 0, 0, 0]);
    expect(left(sshd)).to.deep.equal([]);
  });

  for (const { scenario, task } of all) {
    describe(task, () => {
      it("is predicted, and predicting writes nothing", () => {
        expect(runs.predicted.status(task)).to.equal(scenario.predicts);
        expect(stood.checked.get(task)).to.equal(stood.before.get(task));
      });

      it("is done as it was predicted", () => {
        expect(runs.done.status(task)).to.equal(scenario.predicts === "ok" ? "ok" : "changed");
        expect(stood.done.get(task) === stood.checked.get(task)).to.equal(scenario.predicts === "ok");
        if (scenario.predicts === "unknown") return;
        const [done, predicted] = [runs.done.results(task)[0], runs.predicted.results(task)[0]];
        expect(effects(done)).to.deep.equal(effects(predicted));
        expect(done?.result).to.deep.equal(predicted?.result);
      });

      it("is nothing to do the second time", () => {
        for (const run of [runs.checked, runs.again]) {
          expect(run.status(task)).to.equal("ok");
          expect(run.results(task)[0]?.diff).to.deep.equal([]);
        }
        expect(stood.end.get(task)).to.equal(stood.done.get(task));
      });
    });
  }
});

function effects(said: Said | undefined) {
  return said?.diff.map(({ resource, after }) => ({ resource, after }));
}

/** Everything in the folder, with modes, inodes, and the times at which content and attributes changed. */
function listing(folder: string): string {
  const format = "%p %M %i %s %T@ %C@ %l\n";
  return execFileSync("find", [folder, "-printf", format], { encoding: "utf8" });
}
