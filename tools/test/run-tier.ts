import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canRunLab, ensureSshd, isLabUp, labDown } from "../../lab/api.ts";
import { NOTES_FILE } from "./notes.ts";
import type { Note } from "./notes.ts";
import { leftOut, tallyOf } from "./results.ts";
import type { Results } from "./results.ts";
import { byFile } from "./seconds.ts";
import type { TierSeconds } from "./seconds.ts";
import type { TierFiles } from "./selection.ts";
import { NOTHING, sum } from "./tally.ts";
import type { Tally } from "./tally.ts";
import type { Tier } from "./tiers.ts";

export interface TierOutcome {
  readonly tally: Tally;
  /** Absent if the tier did not run. */
  readonly seconds?: TierSeconds;
}

/** The checkout, and the folder of the compiled files in it. */
export interface Places {
  readonly root: string;
  readonly built: string;
}

/** Runs the files of one tier in a process of their own. */
export async function runTier({ tier, files }: TierFiles, places: Places): Promise<TierOutcome> {
  const possible = await canRun(tier);
  if (!possible.ok) {
    return { tally: leftOut(files, possible.reason, process.env["PROVISION_REQUIRE_LAB"] === "1") };
  }
  process.stdout.write(`\nTier ${tier.name}\n`);
  // A lab that was up before the tests stays up; one that they start is removed with them.
  const keepLab = !tier.lab || (await isLabUp());
  const folder = mkdtempSync(join(tmpdir(), "provision-test-"));
  try {
    return await runFiles({ tier, files }, places, folder);
  } finally {
    rmSync(folder, { recursive: true });
    if (!keepLab) await labDown();
  }
}

async function canRun(tier: Tier): ReturnType<typeof canRunLab> {
  if (tier.lab) return canRunLab();
  return tier.name === "ssh" ? ensureSshd() : { ok: true };
}

async function runFiles({ tier, files }: TierFiles, places: Places, folder: string): Promise<TierOutcome> {
  const output = join(folder, "results.json");
  const notes = join(folder, "notes");
  const started = performance.now();
  const ending = await endOf(tier, files, places, { output, notes });
  const wall = (performance.now() - started) / 1000;
  const results = existsSync(output) ? (JSON.parse(readFileSync(output, "utf8")) as Results) : undefined;
  const tally = tallyOf(tier.name, results, readNotes(notes), ending);
  if (!results) return { tally };
  const seconds = { tier: tier.name, wall, files: byFile(results.milliseconds) };
  if (ending === "ended with 0") return { tally, seconds };
  const failed = { ...NOTHING, failed: 1, remarks: [`failed: tier ${tier.name} ${ending} after its tests`] };
  return { tally: sum([tally, failed]), seconds };
}

/** Runs mocha in a child process. Returns how the process ended. */
function endOf(
  tier: Tier,
  files: readonly string[],
  { root, built }: Places,
  { output, notes }: { readonly output: string; readonly notes: string },
): Promise<string> {
  const program = join(built, "tools/test/tier-process.js");
  const args = [output, String(tier.timeout), String(tier.jobs), ...files.map((file) => join(built, file))];
  const child = spawn(process.execPath, ["--enable-source-maps", program, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, [NOTES_FILE]: notes },
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.message})`));
    child.once("close", (code, signal) =>
      resolve(signal === null ? `ended with ${String(code)}` : `ended by ${signal}`),
    );
  });
}

function readNotes(file: string): Note[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Note);
}
