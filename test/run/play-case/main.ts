import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CASES, casesOf } from "./describe-cases.ts";
import { readCase } from "./read-case.ts";
import { runCase } from "./run-case.ts";

/** Seconds that one case may take. */
const LIMIT = 15;

/** Runs all cases without a test framework; prints the first that fails, and exits with 1 then. */
for (const topic of topics()) {
  for (const name of casesOf(topic)) {
    const wrong = await Promise.race([
      failure(join(CASES, topic, name)),
      sleep(LIMIT * 1000, `not done within ${LIMIT} s`),
    ]);
    if (wrong === undefined) continue;
    process.stdout.write(`${topic}/${name}: ${wrong}\n`);
    process.exit(1);
  }
}
process.exit(0);

function topics(): string[] {
  return readdirSync(CASES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

async function failure(path: string): Promise<string | undefined> {
  try {
    return (await runCase(readCase(path)))[0];
  } catch (error) {
    return String(error);
  }
}
