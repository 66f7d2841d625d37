import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { make } from "./new/make.ts";
import { nextSteps } from "./new/next-steps.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const made = await make(process.argv.slice(2), root);
if ("problem" in made) {
  process.stderr.write(`${made.problem}\n`);
  process.exitCode = 2;
} else {
  for (const path of made.written) print(`written: ${path}`);
  if (made.request.kind === "role" || generate()) print(nextSteps(made.request));
}

/** Adds the new module to the registry and the reference. Prints the files that this changes. */
function generate(): boolean {
  try {
    execFileSync("npm", ["run", "--silent", "generate"], { cwd: root, stdio: "inherit" });
    return true;
  } catch {
    process.stderr.write("`npm run generate` failed. Fix the errors above and run it again.\n");
    process.exitCode = 1;
    return false;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
