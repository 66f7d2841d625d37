// npm run fuzz -- [--target NAME] [--seed N] [--runs N]
import { parseArgs } from "node:util";
import { TARGETS } from "./targets.ts";
import { fuzzApart } from "./apart.ts";

const { values } = parseArgs({
  options: { target: { type: "string" }, seed: { type: "string" }, runs: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const runs = Number(values.runs ?? 10_000);
const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (targets.length === 0 || !Number.isInteger(seed) || !Number.isInteger(runs)) {
  process.stderr.write(
    `Name a target (${TARGETS.map(({ name }) => name).join(", ")}), and integers for --seed and --runs.\n`,
  );
  process.exitCode = 2;
}
for (const { name } of process.exitCode === 2 ? [] : targets) {
  const { failures, seconds, peakMib } = await fuzzApart(name, seed, runs);
  const figures = `${seconds.toFixed(1)} s, at most ${peakMib} MiB`;
  process.stdout.write(`${name}: seeds ${seed} to ${seed + runs - 1}, ${failures.length} failed, ${figures}\n`);
  for (const failure of failures) process.stdout.write(`${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
