import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ansibleWordsDoc } from "./generate/ansible-words/page.ts";
import { connectionDoc } from "./generate/connection-docs.ts";
import { DASHBOARDS, dashboardFiles } from "./generate/dashboard-files.ts";
import { errorDoc } from "./generate/error-docs.ts";
import { factDoc } from "./generate/fact-docs.ts";
import { staleFiles, writeFiles } from "./generate/files.ts";
import { flagDoc } from "./generate/flag-docs.ts";
import { functionDoc } from "./generate/function-docs.ts";
import { inventoryDoc } from "./generate/inventory-docs.ts";
import { keywordDoc } from "./generate/keyword-docs.ts";
import { MODULE_DOCS, moduleDoc } from "./generate/module-docs.ts";
import { findModules } from "./generate/modules.ts";
import { REGISTRY, registryFile } from "./generate/registry.ts";

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(built);
const print = (line: string) => process.stderr.write(`${line}\n`);

const { modules, problems } = await findModules({ root, built });
const files = [
  registryFile(modules),
  ...modules.map(({ module }) => moduleDoc(module)),
  flagDoc(),
  functionDoc(),
  factDoc(),
  keywordDoc(),
  connectionDoc(),
  inventoryDoc(),
  ansibleWordsDoc(modules.map(({ module }) => module)),
  ...dashboardFiles(),
  await errorDoc({ root, built }),
];

/** Folders that contain only generated files. */
const GENERATED_FOLDERS = [MODULE_DOCS, DASHBOARDS];

if (process.argv.includes("--check")) check();
else write();

/** Fails if a generated file is stale or a module is incomplete. */
function check(): void {
  const stale = staleFiles(root, files, GENERATED_FOLDERS);
  for (const path of stale) print(`${path} is stale.`);
  for (const problem of problems) print(`${problem}.`);
  if (stale.length > 0) print("Run `npm run generate`.");
  if (stale.length + problems.length > 0) process.exitCode = 1;
}

/** Writes stale files. A new registry is compiled, as the other sources are. */
function write(): void {
  const written = writeFiles(root, files, GENERATED_FOLDERS);
  for (const path of written) print(`written: ${path}`);
  for (const problem of problems) print(`incomplete: ${problem}.`);
  if (!written.includes(REGISTRY)) return;
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.json")], { stdio: "inherit" });
}
