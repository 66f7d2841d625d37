import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorDoc } from "./generate/error-docs.ts";
import { staleFiles, writeFiles } from "./generate/files.ts";
import { flagDoc } from "./generate/flag-docs.ts";
import { MODULE_DOCS, moduleDoc } from "./generate/module-docs.ts";
import { findModules } from "./generate/modules.ts";
import { REGISTRY, registryFile } from "./generate/registry.ts";

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(built);
const say = (line: string) => process.stderr.write(`${line}\n`);

const { modules, problems } = await findModules({ root, built });
const files = [
  registryFile(modules),
  ...modules.map(({ module }) => moduleDoc(module)),
  flagDoc(),
  await errorDoc({ root, built }),
];

if (process.argv.includes("--check")) check();
else write();

/** Everything that is generated is fresh, and every module is complete. */
function check(): void {
  const stale = staleFiles(root, files, [MODULE_DOCS]);
  for (const path of stale) say(`${path} is not what its sources say.`);
  for (const problem of problems) say(`${problem}.`);
  if (stale.length > 0) say("Repair it with: npm run generate");
  if (stale.length + problems.length > 0) process.exitCode = 1;
}

/** A new registry has to be compiled like the sources it was made from. */
function write(): void {
  const written = writeFiles(root, files, [MODULE_DOCS]);
  for (const path of written) say(`written: ${path}`);
  for (const problem of problems) say(`not complete: ${problem}`);
  if (!written.includes(REGISTRY)) return;
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.json")], { stdio: "inherit" });
}
