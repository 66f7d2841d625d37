// npm run test:drift -- [--seed N] [--count N] [--only KIND]... [--together N] [--list]
import { parseArgs } from "node:util";
import { existingLab } from "../../lab/api.ts";
import { KINDS } from "./catalogue.ts";
import { drawMany, grouped } from "./run/draw.ts";
import { openBed } from "./run/bed.ts";
import { isGood, runTrial, type Trial } from "./run/trial.ts";
import { failuresOf, tableOf } from "./run/table.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    count: { type: "string" },
    only: { type: "string", multiple: true },
    // So many drifts of different parts in one trial, which is faster.
    together: { type: "string" },
    // Only prints what would be tried.
    list: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const kinds = KINDS.filter(({ name }) => values.only === undefined || values.only.includes(name));
const count = Number(values.count ?? (values.only ? kinds.length : 60));
const together = Number(values.together ?? 1);
const print = (line: string) => process.stdout.write(`${line}\n`);

if (kinds.length === 0 || !Number.isInteger(seed) || ![count, together].every((n) => Number.isInteger(n) && n > 0)) {
  process.stderr.write(
    `Name a kind (${KINDS.map(({ name }) => name).join(", ")}), and integers for --seed, --count and --together.\n`,
  );
  process.exitCode = 2;
} else if (values.list) {
  for (const one of drawMany(seed, count, kinds)) print(`${one.kind.name} --seed ${one.seed}, ${one.drift.what}`);
} else {
  await main();
}

async function main(): Promise<void> {
  const lab = await existingLab();
  if (!lab) throw new Error("No lab is up. Deploy the site first: npm run demo -- --keep.");
  const bed = openBed(lab, ["playbooks/site.yaml"]);
  const trials: Trial[] = [];
  for (const group of grouped(drawMany(seed, count, kinds), together)) {
    const trial = await runTrial(bed, group);
    trials.push(trial);
    report(trial);
  }
  for (const line of tableOf(trials)) print(line);
  if (!trials.every(isGood)) process.exitCode = 1;
}

function report(trial: Trial): void {
  const verdict = isGood(trial) ? "ok    " : "FAILED";
  for (const { kind, seed: number, drift } of trial.drawn) {
    print(`${verdict} ${kind.name} --seed ${number}, ${drift.what}`);
  }
  const { right, unknown } = trial.score;
  for (const name of right) print(`  as predicted: ${name}`);
  for (const name of unknown) print(`  was unknown: ${name}`);
  for (const failure of failuresOf(trial)) print(`  ${failure}`);
}
