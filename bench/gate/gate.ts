import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Measured } from "./compare.ts";
import { hostCounts } from "./hosts.ts";
import { startCounts } from "./start.ts";

const PROGRAM = fileURLToPath(new URL("../../../bin/provision.js", import.meta.url));
const RECORDED = fileURLToPath(new URL("../../../bench/gate/recorded.json", import.meta.url));

export const HOW_TO_RECORD =
  "If this change is wanted, run `npm run bench:gate -- --record` and commit bench/gate/recorded.json.";

/** Counts what the built program needs for fixed work. */
export async function measure(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "provision-gate-"));
  try {
    return { ...(await startCounts(PROGRAM, folder)), ...(await hostCounts(PROGRAM, folder)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function readRecorded(): Promise<Measured> {
  return JSON.parse(await readFile(RECORDED, "utf8")) as Measured;
}

export async function record(measured: Measured): Promise<void> {
  await writeFile(RECORDED, `${JSON.stringify(measured, null, 2)}\n`);
}
