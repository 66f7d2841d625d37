import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLACE } from "../contenders/contender.ts";
import { writeProject } from "../contenders/provision.ts";
import { saveSection } from "../document.ts";
import { startServer } from "../host/sshd.ts";
import { describeMachine } from "../machine.ts";
import { table } from "../markdown.ts";
import { timed } from "../process.ts";
import { median } from "../statistics.ts";
import { thirtyPieces } from "../work.ts";
import { timeByPart, type Profile } from "./profile.ts";

const PROGRAM = fileURLToPath(new URL("../../../bin/provision.js", import.meta.url));
const REPETITIONS = 7;
/** Microseconds between two samples. */
const INTERVAL = "200";
/** Milliseconds below which a part is not listed by itself. */
const SMALL = 3;

type Times = ReadonlyMap<string, number>;

/** Measures where the time of a run goes, and writes the section of docs/performance.md. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "provision-where-"));
  const server = await startServer(folder);
  try {
    const machine = describeMachine();
    const [project, place] = [join(folder, "project"), join(folder, "place")];
    await mkdir(project);
    await writeProject({
      pieces: thirtyPieces(PLACE),
      targets: [{ name: "target", login: server, place }],
      folder: project,
    });
    const runs: { readonly first: Times[]; readonly second: Times[] } = { first: [], second: [] };
    for (let count = 0; count < REPETITIONS; count++) {
      await rm(place, { recursive: true, force: true });
      for (const run of ["first", "second"] as const) runs[run].push(await profiled(project));
    }
    const section = sectionOf(runs.first, runs.second);
    process.stdout.write(`${section}\n`);
    const details = `${REPETITIONS} repetitions: ${machine}`;
    await saveSection("where", section, { script: "bench:where", argv: [], details }, "docs/performance.md");
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

async function profiled(project: string): Promise<Times> {
  const profiles = join(project, "profiles");
  const flags = ["--cpu-prof", "--cpu-prof-interval", INTERVAL, "--cpu-prof-dir", profiles];
  await timed({ argv: [process.execPath, ...flags, PROGRAM, "play.yaml"], cwd: project });
  const [name = ""] = await readdir(profiles);
  const profile = JSON.parse(await readFile(join(profiles, name), "utf8")) as Profile;
  await rm(profiles, { recursive: true });
  return timeByPart(profile);
}

function sectionOf(first: readonly Times[], second: readonly Times[]): string {
  const middle = (runs: readonly Times[], part: string) => median(runs.map((times) => times.get(part) ?? 0));
  const parts = [...new Set([...first, ...second].flatMap((times) => [...times.keys()]))]
    .map((part) => ({ part, first: middle(first, part), second: middle(second, part) }))
    .sort((one, other) => other.first - one.first);
  const large = parts.filter((part) => part.first >= SMALL || part.second >= SMALL);
  const small = parts.filter((part) => !large.includes(part));
  const sum = (of: typeof parts, run: "first" | "second") => of.reduce((total, part) => total + part[run], 0);
  const row = (name: string, one: number, other: number) => [name, one.toFixed(0), other.toFixed(0)];
  return table(
    ["milliseconds", "first run", "second run"],
    [
      ...large.map((part) => row(part.part, part.first, part.second)),
      row("all other parts", sum(small, "first"), sum(small, "second")),
      row("all", sum(parts, "first"), sum(parts, "second")),
    ],
  );
}

await main();
