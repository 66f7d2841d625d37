import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CASES, casesOf } from "./describe-cases.ts";
import { readCase } from "./read-case.ts";
import { runCase } from "./run-case.ts";

/** Seconds that one case may take. */
const LIMIT = 15;

/** Plays all cases without a test framework, those in the arguments first. Prints the first that fails, and exits with 1 then. */
const all = topics().flatMap((topic) => casesOf(topic).map((name) => `${topic}/${name}`));
// A case that was renamed since must not fail as a missing file.
const first = process.argv.slice(2).filter((path) => all.includes(path));
for (const path of new Set([...first, ...all])) {
  const wrong = await Promise.race([failure(join(CASES, path)), sleep(LIMIT * 1000, `not done within ${LIMIT} s`)]);
  if (wrong === undefined) continue;
  process.stdout.write(`${path}: ${wrong}\n`);
  process.exit(1);
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
