import { readFile } from "node:fs/promises";
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

/** kafkajs loads Node's modules by `require`, which an ES module has to create. Its licence must accompany its code. */
async function kafkajsBanner(): Promise<string> {
  const licence = await readFile("node_modules/kafkajs/LICENSE", "utf8");
  return [
    'import { createRequire } from "node:module";',
    "const require = createRequire(import.meta.url);",
    "/* Contains kafkajs:",
    licence.trim(),
    "*/",
  ].join("\n");
}

await bundle("files/sensors/main.ts", "files/sensors/sensors.mjs", await kafkajsBanner());
await bundle("files/health/main.ts", "files/health/health.mjs", await kafkajsBanner());
await bundle("files/proof/main.ts", "files/proof/proof.mjs", "");
await bundle("files/flink-page/main.ts", "files/flink-page/page.mjs", "");
await stop();
