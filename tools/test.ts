import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canRunLab, ensureSshd, isLabUp, labDown } from "../lab/api.ts";
import { NOTES_FILE } from "./test/notes.ts";
import type { Note } from "./test/notes.ts";
import { leftOut, tallyOf } from "./test/results.ts";
import type { Results } from "./test/results.ts";
import { closingLine, NOTHING, sum } from "./test/tally.ts";
import type { Tally } from "./test/tally.ts";
import { testFiles, tierOf, TIERS } from "./test/tiers.ts";
import type { Tier } from "./test/tiers.ts";

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(built);
const say = (line: string) => process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !TIERS.some((tier) => tier.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no tier ${unknown.join(", ")}: unit, ssh and lab are the tiers.\n`);
  process.exitCode = 2;
} else {
  await runTiers(TIERS.filter((tier) => wanted.length === 0 || wanted.includes(tier.name)));
}

async function runTiers(tiers: readonly Tier[]): Promise<void> {
  const tallies: Tally[] = [];
  for (const tier of tiers) tallies.push(await runTier(tier));
  const all = sum(tallies);
  for (const remark of all.remarks) say(remark);
  if (all.failed > 0) process.exitCode = 1;
  say(closingLine(all));
}

async function runTier(tier: Tier): Promise<Tally> {
  const files = testFiles(root, built).filter((path) => tierOf(path) === tier.name);
  if (files.length === 0) return NOTHING;
  const possible = await canRun(tier);
  if (!possible.ok) return leftOut(files, possible.reason, process.env["PROVISION_REQUIRE_LAB"] === "1");
  say(`\nTier ${tier.name}`);
  // A lab that stood before the tests stays; one that they have brought up goes with them.
  const stood = !tier.lab || (await isLabUp());
  const folder = mkdtempSync(join(tmpdir(), "provision-test-"));
  try {
    return await runFiles(tier, files, folder);
  } finally {
    rmSync(folder, { recursive: true });
    if (!stood) await labDown();
  }
}

async function canRun(tier: Tier): ReturnType<typeof canRunLab> {
  if (tier.lab) return canRunLab();
  return tier.name === "ssh" ? ensureSshd() : { ok: true };
}

async function runFiles(tier: Tier, files: readonly string[], folder: string): Promise<Tally> {
  const output = join(folder, "results.json");
  const notes = join(folder, "notes");
  const program = join(built, "tools/test/tier-process.js");
  const paths = files.map((file) => join(built, file));
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", program, output, String(tier.timeout), String(tier.parallel), ...paths],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, [NOTES_FILE]: notes },
    },
  );
  const ending = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.message})`));
    child.once("close", (code, signal) =>
      resolve(signal === null ? `ended with ${String(code)}` : `ended by ${signal}`),
    );
  });
  const results = existsSync(output) ? (JSON.parse(readFileSync(output, "utf8")) as Results) : undefined;
  const tally = tallyOf(tier.name, results, readNotes(notes), ending);
  if (!results || ending === "ended with 0") return tally;
  return sum([tally, { ...NOTHING, failed: 1, remarks: [`failed: tier ${tier.name} ${ending} after its tests`] }]);
}

function readNotes(file: string): Note[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Note);
}
