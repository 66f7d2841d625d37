import { readFileSync } from "node:fs";
import { queryDruid } from "./query-druid.ts";
import { readCommandLine, TOPIC_FLAGS, USAGE, type CommandLine } from "./command-line.ts";
import { createDruidComparison } from "./compare/druid.ts";
import type { Check } from "./compare/difference.ts";
import { readDump } from "./dump-file.ts";
import { expectedSlices } from "./druid-expected.ts";
import { readFilters, readOffsets } from "./input-files.ts";
import { differencesOf, prove, type Proof } from "./prove.ts";
import type { TopicStreams } from "./range/reading-settings.ts";
import { report } from "./report.ts";

/** Exit codes, also for the role that reads them. */
const PROVED = 0;
const DIFFERENT = 1;
const INVALID = 2;
const NOT_PROVED = 3;

/** Returns the exit code: 0 if everything agrees, 1 if not, 2 if the input is invalid, 3 if a part could not be proved. */
async function main(args: readonly string[]): Promise<number> {
  const line = readCommandLine(args);
  if (typeof line === "string") return fail(`${line}\nusage: ${USAGE}`);
  try {
    return await run(line);
  } catch (error) {
    return fail((error as Error).message);
  }
}

async function run(line: CommandLine): Promise<number> {
  const proof = prove(topicsOf(line), settingsOf(line));
  const checks = [...proof.checks, ...(await checkDruid(line, proof))];
  const warnings = [...line.notes, ...proof.warnings];
  process.stdout.write(report({ checks, labels: proof.labels, warnings, range: { from: proof.from, ...proof.scope } }));
  if (differencesOf({ checks }).length > 0) return DIFFERENT;
  return warnings.length > 0 ? NOT_PROVED : PROVED;
}

function fail(message: string): number {
  process.stderr.write(`proof: ${message}\n`);
  return INVALID;
}

function topicsOf({ files }: CommandLine): TopicStreams {
  const [raw, clean, stats, malformed] = TOPIC_FLAGS.map((name) => readDump(files[name]));
  return { raw: raw ?? [], clean: clean ?? [], stats: stats ?? [], malformed: malformed ?? [] };
}

function settingsOf({ settings, filters, offsets, since }: CommandLine) {
  return {
    ...settings,
    earlierFilters: filters === undefined ? [] : readFilters(filters),
    ...(offsets && {
      reading: { since, starts: readOffsets(offsets.starts), earliest: readOffsets(offsets.earliest) },
    }),
  };
}

async function checkDruid(line: CommandLine, { streams, from, scope }: Proof): Promise<Check[]> {
  const { druid, druidLogin, druidWaitSeconds, settings } = line;
  if (druid === undefined) return [];
  const login = druidLogin === undefined ? undefined : readFileSync(druidLogin, "utf8").trimEnd();
  const deadline = performance.now() + druidWaitSeconds * 1000;
  const comparisons = new Map<string, ReturnType<typeof createDruidComparison>>();
  const range = { streams, from, until: Math.max(from, scope.until) };
  for (const expected of expectedSlices(range, settings.windowMinutes * 60_000)) {
    const seconds = Math.max(0, deadline - performance.now()) / 1000;
    const answer = await queryDruid({ url: druid, login }, expected, seconds).catch((error: unknown) => {
      throw new Error(`${druid}: ${(error as Error).message}`, { cause: error });
    });
    const { datasource } = expected;
    const comparison = comparisons.get(datasource) ?? createDruidComparison(datasource);
    comparisons.set(datasource, comparison);
    comparison.add(expected, answer);
  }
  return [...comparisons.values()].flatMap((one) => one.end());
}

process.exitCode = await main(process.argv.slice(2));
