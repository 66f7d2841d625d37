import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { saveSection } from "../document.ts";
import { startServer, type Server } from "../host/sshd.ts";
import { describeMachine } from "../machine.ts";
import { table } from "../markdown.ts";
import { usageOf, type Usage } from "../usage.ts";
import { LOOPS, writeLoop, type Loop } from "./projects.ts";

const USAGE = `usage: npm run bench:loops -- [--items N] [--only WORD] [--before PROGRAM]
  --items N          how many items each loop has (default 10000)
  --only WORD        only the loops whose names contain it
  --before PROGRAM   measures this bin/provision.js, too, in turn with the own one; docs/benchmarks.md gets both
`;

const PROGRAM = fileURLToPath(new URL("../../../bin/provision.js", import.meta.url));
const RUNS = ["--check", "first run", "second run"] as const;

interface Measured {
  readonly loop: string;
  readonly program: string;
  readonly run: string;
  readonly usage: Usage;
}

/** Measures tasks that loop many times on one host: in check mode, when all items change, and when none does. */
async function main(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      items: { type: "string", default: "10000" },
      only: { type: "string", default: "" },
      before: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const items = Number(values.items);
  if (values.help || !Number.isInteger(items) || items < 1) {
    process.stderr.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const programs = [...(values.before === undefined ? [] : [resolve(values.before)]), PROGRAM];
  const machine = describeMachine();
  const folder = await mkdtemp(join(tmpdir(), "provision-loops-"));
  const server = await startServer(folder);
  try {
    const loops = LOOPS.filter(({ name }) => name.includes(values.only));
    const measured = [];
    for (const loop of loops) measured.push(...(await measure({ loop, programs, items, folder, server })));
    const section = sectionOf(measured, items);
    process.stdout.write(`${section}\n`);
    // Where the other program is installed says nothing to readers.
    const shown = argv.map((word, index) => (argv[index - 1] === "--before" ? "PROGRAM" : word));
    if (values.only === "")
      await saveSection("loops", section, { script: "bench:loops", argv: shown, details: machine });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Work {
  readonly loop: Loop;
  readonly programs: readonly string[];
  readonly items: number;
  readonly folder: string;
  readonly server: Server;
}

async function measure({ loop, programs, items, folder, server }: Work): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const [index, program] of programs.entries()) {
    const [place, project] = [`${folder}/place`, `${folder}/project`];
    await rm(place, { recursive: true, force: true });
    await mkdir(place);
    await writeLoop(project, { loop, items, place, login: server });
    for (const run of RUNS) {
      const usage = await usageOf(program, ["play.yaml", ...(run === "--check" ? [run] : [])], project);
      const name = index < programs.length - 1 ? "before" : "now";
      measured.push({ loop: loop.name, program: name, run, usage });
      process.stderr.write(`${loop.name}, ${name}, ${run}: ${text(usage)}\n`);
    }
  }
  return measured;
}

function sectionOf(measured: readonly Measured[], items: number): string {
  const rows = measured.map(({ loop, program, run, usage }) => [
    loop,
    program,
    run === "--check" ? `\`${run}\`` : run,
    `${usage.wall.toFixed(1)} s`,
    `${usage.cpu.toFixed(1)} s`,
    `${usage.mebibytes.toFixed(0)} MiB`,
  ]);
  return [
    `## Loops of ${items.toLocaleString("en")} items`,
    "",
    "One task on a server on the same machine: wall time of the whole process, processor time and memory of the controller.",
    "",
    table(["task", "program", "run", "wall time", "processor time", "memory"], rows),
  ].join("\n");
}

function text({ wall, cpu, mebibytes }: Usage): string {
  return `${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time, ${mebibytes.toFixed(0)} MiB`;
}

// An exit handler ends the server. It runs only if an interrupt calls process.exit.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
