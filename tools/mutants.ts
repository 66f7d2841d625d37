import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutate, readMutants, type Mutant } from "./mutants/mutant.ts";
import { openProgramCopy, type Verdict, type ProgramCopy } from "./mutants/program-copy.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const print = (line: string) => process.stdout.write(`${line}\n`);

const selected = process.argv.slice(2);
const all = readMutants(join(root, "tools/mutants"));
const mutants = all.filter(({ file }) => selected.length === 0 || selected.some((part) => file.includes(part)));
const problems = await run(mutants);
for (const problem of problems) print(problem);
print(`${mutants.length} mutants, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

/** Runs the cases against each mutant. Returns a line for each that survives or no longer matches its file. */
async function run(queue: readonly Mutant[]): Promise<string[]> {
  const waiting = [...queue];
  const problems: string[] = [];
  const work = async (copy: ProgramCopy) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const problem = await testMutant(mutant, copy);
      if (problem !== undefined) problems.push(problem);
    }
  };
  const copies = Array.from({ length: availableParallelism() }, () => openProgramCopy(root));
  try {
    const [first] = copies;
    // Compiled the same way but without a mistake, the files must pass: otherwise every mutant would seem to be killed.
    const files = [...new Set(queue.map(({ file }) => file))];
    const verdict = await first?.run(files.map((file) => ({ file, text: sourceOf(file) })));
    if (verdict && verdict.is !== "passed") return [`The cases fail without any mutant: ${describe(verdict)}`];
    await Promise.all(copies.map(work));
    return problems;
  } finally {
    for (const copy of copies) copy.close();
  }
}

async function testMutant(mutant: Mutant, copy: ProgramCopy): Promise<string | undefined> {
  const { name, file } = mutant;
  const text = mutate(sourceOf(file), mutant);
  if (text === undefined) return `does not match: ${file}: ${name} (its snippet must occur exactly once)`;
  const verdict = await copy.run([{ file, text }]);
  print(`${verdict.is === "passed" ? "SURVIVES" : "killed"}  ${file}: ${name} (${describe(verdict)})`);
  return verdict.is === "passed" ? `survives: ${file}: ${name}` : undefined;
}

function sourceOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function describe(verdict: Verdict): string {
  switch (verdict.is) {
    case "passed":
      return "all cases pass";
    case "failed":
      return verdict.by;
    case "timed-out":
      return `not done within ${verdict.seconds} s`;
  }
}
