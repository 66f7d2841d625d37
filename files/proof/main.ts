import { readFileSync } from "node:fs";
import { queryDruid } from "./query-druid.ts";
import { readCommandLine, TOPIC_FLAGS, USAGE, type CommandLine, type TopicFlag } from "./command-line.ts";
import { compareDruid } from "./compare/druid.ts";
import { parseDump, type Consumed } from "./consumed.ts";
import type { Check } from "./compare/difference.ts";
import { expectedOf } from "./druid-expected.ts";
import { differencesOf, prove, type Topics } from "./prove.ts";
import { report } from "./report.ts";

/** Returns 0 if everything agrees, 1 if not, 2 if the input is incomplete or invalid. */
async function main(args: readonly string[]): Promise<number> {
  const line = readCommandLine(args);
  if (typeof line === "string") return fail(`${line}\nusage: ${USAGE}`);
  const topics = readTopics(line);
  if (typeof topics === "string") return fail(topics);
  const proof = prove(topics, line.settings);
  const druid = await checkDruid(line, topics, proof.scope.until);
  if (typeof druid === "string") return fail(druid);
  const checks = [...proof.checks, ...druid];
  process.stdout.write(report(checks, proof.labels));
  return differencesOf({ checks }).length === 0 ? 0 : 1;
}

function fail(message: string): number {
  process.stderr.write(`proof: ${message}\n`);
  return 2;
}

/** Returns an error message if a topic cannot be read. */
function readTopics({ files }: CommandLine): Topics | string {
  const read = TOPIC_FLAGS.map((name) => [name, readDump(files[name])] as const);
  const faults = read.flatMap(([, dump]) => (typeof dump === "string" ? [dump] : []));
  if (faults.length > 0) return faults.join("\n");
  const topics = new Map(read.flatMap(([name, dump]) => (typeof dump === "string" ? [] : [[name, dump] as const])));
  const of = (name: TopicFlag): readonly Consumed[] => topics.get(name) ?? [];
  return { raw: of("raw"), clean: of("clean"), stats: of("stats"), malformed: of("malformed") };
}

function readDump(file: string): readonly Consumed[] | string {
  try {
    const { records, incomplete } = parseDump(readFileSync(file, "utf8"));
    const [first] = incomplete;
    return first === undefined
      ? records
      : `${file}: not a record in the console consumer's format: ${first.slice(0, 200)}`;
  } catch (error) {
    return (error as Error).message;
  }
}

async function checkDruid(line: CommandLine, topics: Topics, until: number): Promise<Check[] | string> {
  const { druid, druidLogin, druidWaitSeconds, settings } = line;
  if (druid === undefined) return [];
  const checks: Check[] = [];
  try {
    const login = druidLogin === undefined ? undefined : readFileSync(druidLogin, "utf8").trimEnd();
    for (const expected of expectedOf(topics, settings, until)) {
      checks.push(...compareDruid(expected, await queryDruid({ url: druid, login }, expected, druidWaitSeconds)));
    }
  } catch (error) {
    return `${druid}: ${(error as Error).message}`;
  }
  return checks;
}

process.exitCode = await main(process.argv.slice(2));
