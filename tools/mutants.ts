import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readKillers } from "./mutants/killers.ts";
import { mutate, readMutants, type Mutant } from "./mutants/mutant.ts";
import { openProgramCopy, type Verdict, type ProgramCopy } from "./mutants/program-copy.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const killers = readKillers(join(root, ".build/mutant-killers.json"));
const print = (line: string) => process.stdout.write(`${line}\n`);

const selected = process.argv.slice(2);
const all = readMutants(join(root, "tools/mutants"));
const mutants = all.filter(({ file }) => selected.length === 0 || selected.some((part) => file.includes(part)));
const problems =
  mutants.length === 0
    ? [`No mutant is in a file with ${selected.join(" or ")} in its path.`]
    : await problemsOf(mutants);
for (const problem of problems) print(problem);
print(`${mutants.length} mutants, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

/** A line for each mutant that no longer matches its file; if there is none, a line for each that survives the cases. */
async function problemsOf(queue: readonly Mutant[]): Promise<string[]> {
  const stale = queue.flatMap(staleness);
  if (stale.length > 0) return stale;
  const copies = await Promise.all(Array.from({ length: availableParallelism() }, () => openProgramCopy(root)));
  try {
    const broken = await brokenWithoutMutant(copies[0], queue);
    return broken === undefined ? await survivors(queue, copies) : [broken];
  } finally {
    for (const copy of copies) copy.close();
    killers.save();
  }
}

function staleness(mutant: Mutant): string[] {
  try {
    mutate(root, mutant);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Compiled like a mutant but without a mistake, the files must pass. Otherwise every mutant would seem to be killed. */
async function brokenWithoutMutant(copy: ProgramCopy | undefined, queue: readonly Mutant[]) {
  const files = [...new Set(queue.map(({ file }) => file))];
  const sources = files.map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  const verdict = await copy?.run(sources, []);
  return verdict && verdict.is !== "passed" ? `The cases fail without any mutant: ${describe(verdict)}` : undefined;
}

async function survivors(queue: readonly Mutant[], copies: readonly ProgramCopy[]): Promise<string[]> {
  const waiting = [...queue];
  const surviving: string[] = [];
  const work = async (copy: ProgramCopy) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      if (await survives(mutant, copy)) surviving.push(`survives: ${mutant.file}: ${mutant.name}`);
    }
  };
  await Promise.all(copies.map(work));
  return surviving;
}

async function survives(mutant: Mutant, copy: ProgramCopy): Promise<boolean> {
  const { name, file } = mutant;
  const verdict = await copy.run([{ file, text: mutate(root, mutant) }], killers.likely(mutant));
  if (verdict.is === "failed" && verdict.path !== undefined) killers.add(mutant, verdict.path);
  print(`${verdict.is === "passed" ? "SURVIVES" : "killed"}  ${file}: ${name} (${describe(verdict)})`);
  return verdict.is === "passed";
}

function describe(verdict: Verdict): string {
  switch (verdict.is) {
    case "passed":
      return "all cases pass";
    case "failed":
      return verdict.message;
    case "timed-out":
      return `not done within ${verdict.seconds} s`;
  }
}
