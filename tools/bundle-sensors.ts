import { readFile } from "node:fs/promises";
import { build, stop } from "esbuild-wasm";

/** One file that runs with plain `node` and nothing else beside it: what a container of the producer needs. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: ["files/sensors/main.ts"],
    outfile: "files/sensors/sensors.mjs",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: { js: await banner() },
  });
  await stop();
}

/** kafkajs asks for Node's modules by `require`, which an ES module has to make; and its licence goes with its code. */
async function banner(): Promise<string> {
  const licence = await readFile("node_modules/kafkajs/LICENSE", "utf8");
  return [
    'import { createRequire } from "node:module";',
    "const require = createRequire(import.meta.url);",
    "/* Contains kafkajs:",
    licence.trim(),
    "*/",
  ].join("\n");
}

await bundle();
