// npm run test:faults -- [--seed N] [--fault NAME]... [--instants N] [--server NAME]
import { parseArgs } from "node:util";
import { FAULTS } from "./catalogue.ts";
import { countsOf, outcomeOf, runMatrix } from "./matrix.ts";
import { measureRun, type Trial } from "./run/trial.ts";
import { openTestBed, PROGRAM } from "./test-bed.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    fault: { type: "string", multiple: true },
    instants: { type: "string" },
    // Another server of the lab, so that several parts of the matrix run at the same time.
    server: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const instants = Number(values.instants ?? 10);
const faults = FAULTS.filter(({ name }) => values.fault === undefined || values.fault.includes(name));
const print = (line: string) => process.stdout.write(`${line}\n`);

if (faults.length === 0 || !Number.isInteger(seed) || !(Number.isInteger(instants) && instants > 0)) {
  process.stderr.write(
    `Name a fault (${FAULTS.map(({ name }) => name).join(", ")}), and integers for --seed and --instants.\n`,
  );
  process.exitCode = 2;
} else {
  await main();
}

async function main(): Promise<void> {
  const bed = await openTestBed(values.server);
  const trials: Trial[] = [];
  try {
    const size = await measureRun(bed, PROGRAM);
    const seeds = Array.from({ length: instants }, (_, index) => seed + index);
    for await (const trial of runMatrix(bed, { faults, seeds, size, program: PROGRAM })) {
      trials.push(trial);
      report(trial);
    }
  } finally {
    await bed.close();
  }
  for (const { name } of faults) print(`| ${name} | ${countsOf(trials.filter(({ fault }) => fault === name))} |`);
  const failed = trials.filter(({ complaints }) => complaints.length > 0);
  print(`${trials.length} trials, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
}

function report(trial: Trial): void {
  const { fault, seed: number, instant, happened, complaints } = trial;
  const verdict = complaints.length === 0 ? "ok    " : "FAILED";
  const where = happened ? `at ${instant}` : `not reached: ${instant}`;
  print(`${verdict} ${fault} --seed ${number}, ${where}: ${outcomeOf(trial)}`);
  for (const { assertion, problem } of complaints) print(`  ${assertion}: ${problem}`);
}
