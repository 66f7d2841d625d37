import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTier } from "./test/run-tier.ts";
import { markdownTable, slowestFiles } from "./test/seconds.ts";
import type { TierSeconds } from "./test/seconds.ts";
import { selectionOf } from "./test/selection.ts";
import type { TierFiles } from "./test/selection.ts";
import { closingLine, sum } from "./test/tally.ts";
import { testFiles } from "./test/tiers.ts";

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(built);

const selection = selectionOf(process.argv.slice(2), testFiles(root, built), root);
if ("problem" in selection) {
  process.stderr.write(`${selection.problem}\n`);
  process.exitCode = 2;
} else {
  await runTiers(selection.tiers);
}

async function runTiers(tiers: readonly TierFiles[]): Promise<void> {
  const outcomes = [];
  for (const tier of tiers) outcomes.push(await runTier(tier, { root, built }));
  const seconds = outcomes.flatMap((outcome) => outcome.seconds ?? []);
  for (const tier of seconds) print(`\n${slowestFiles(tier)}`);
  record(seconds);
  const all = sum(outcomes.map(({ tally }) => tally));
  for (const remark of all.remarks) print(`${remark}\n`);
  if (all.failed > 0) process.exitCode = 1;
  print(`${closingLine(all)}\n`);
}

/** Leaves the seconds of this run for docs/benchmarks.md. */
function record(seconds: readonly TierSeconds[]): void {
  const folder = join(root, ".build");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "test-seconds.json"), `${JSON.stringify(seconds, null, 2)}\n`);
  writeFileSync(join(folder, "test-seconds.md"), markdownTable(seconds));
}

function print(text: string): void {
  process.stdout.write(text);
}
