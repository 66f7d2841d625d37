// `npm test`: builds if a source has changed since the last build, then hands over to the compiled runner.
import { execSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "dist", ".sources");
const SOURCES = [
  "src",
  "test",
  "lab",
  "tools",
  "bench",
  "files/sensors",
  "files/proof",
  "package.json",
  "tsconfig.json",
];
/** Written by the build itself. */
const OUTPUTS = [
  "files/sensors/sensors.mjs",
  "files/health/health.mjs",
  "files/proof/proof.mjs",
  "files/flink-page/page.mjs",
  "src/modules/registry.ts",
];

const sources = digestOfSources();
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== sources) {
  execSync("npm run build", { cwd: root, stdio: "inherit" });
  writeFileSync(stamp, sources);
}
const runner = [join(root, "dist", "tools", "test.js"), ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, runner, { cwd: root, stdio: "inherit" }).status ?? 1;

function digestOfSources() {
  const files = SOURCES.flatMap((path) => filesBelow(path)).filter(
    (path) => !OUTPUTS.includes(path) && !path.endsWith(".sh.ts"),
  );
  const lines = files.sort().map((path) => `${path} ${statSync(join(root, path)).mtimeMs}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

function filesBelow(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
