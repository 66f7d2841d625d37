import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { coverageByFolder, shortfall, type Folder, type Summary } from "./coverage-by-folder.ts";

/** Percentages that the unit tier must reach by itself in folders whose behaviour needs no server. */
const LEAST = { lines: 95, branches: 90 };
const FOLDERS = ["src/run", "src/plan", "src/shell"];

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const summary = JSON.parse(readFileSync(join(root, "coverage/coverage-summary.json"), "utf8")) as Summary;
const folders = coverageByFolder(summary, root);
print("\nfolder            lines  branches");
for (const folder of folders) print(row(folder));
const problems = FOLDERS.flatMap((name) => shortfall(name, folders, LEAST));
for (const problem of problems) print(problem);
if (problems.length > 0) process.exitCode = 1;

function row({ name, lines, branches }: Folder): string {
  return `${name.padEnd(16)} ${lines.toFixed(1).padStart(6)} ${branches.toFixed(1).padStart(9)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
