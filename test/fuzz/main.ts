// npm run fuzz -- [--target NAME] [--seed N] [--runs N]
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import { TARGETS } from "./targets.ts";

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
for (const target of process.exitCode === 2 ? [] : targets) {
  const failures = await fuzz(target, seed, runs);
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  process.stdout.write(
    `${target.name}: seeds ${seed} to ${seed + runs - 1}, ${failures.length} failed, ${memory} MiB\n`,
  );
  for (const failure of failures) process.stdout.write(`${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
