import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { build, stop } from "esbuild-wasm";

/** Writes one file that runs with plain `node` and needs no other file, so that a container can mount it. */
async function bundle(entry: string, outfile: string, banner: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: { js: banner },
  });
}

/**
 * Bundles the program for this checkout: one file in place of hundreds starts in half the time. Modules that a run may not need are files
 * of their own. `built-from` says which compiled files it was made from, for bin/program.js.
 */
async function bundleProgram(): Promise<void> {
  await rm("dist/program", { recursive: true, force: true });
  const { size, mtimeMs } = await stat("dist/.tsbuildinfo");
  await build({
    entryPoints: { main: "dist/src/cli/main.js" },
    outdir: "dist/program",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    // It has parts that are optional, and compiled ones.
    external: ["ssh2"],
    banner: { js: REQUIRE },
  });
  await writeFile("dist/program/built-from", `${size} ${mtimeMs}`);
}

/** CommonJS packages load Node's modules by `require`, which an ES module has to create. */
const REQUIRE = [
  'import { createRequire as requireFrom } from "node:module";',
  "const require = requireFrom(import.meta.url);",
].join("\n");

/** The licence of kafkajs must accompany its code. */
async function kafkajsBanner(): Promise<string> {
  const licence = await readFile("node_modules/kafkajs/LICENSE", "utf8");
  return [REQUIRE, "/* Contains kafkajs:", licence.trim(), "*/"].join("\n");
}

await bundle("files/sensors/main.ts", "files/sensors/sensors.mjs", await kafkajsBanner());
await bundle("files/health/main.ts", "files/health/health.mjs", await kafkajsBanner());
await bundle("files/proof/main.ts", "files/proof/proof.mjs", "");
await bundle("files/flink-page/main.ts", "files/flink-page/page.mjs", "");
await bundleProgram();
await stop();
