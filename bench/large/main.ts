import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { saveSection } from "../document.ts";
import { describeMachine } from "../machine.ts";
import { usageOf, type Usage } from "../usage.ts";
import { writeManyHosts, writeManyRoles } from "./projects.ts";

const PROGRAM = fileURLToPath(new URL("../../../bin/provision.js", import.meta.url));
const REPETITIONS = 5;

/** Measures what provision needs to read large projects, and writes the section of docs/benchmarks.md. */
async function main(argv: string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "provision-large-"));
  try {
    const [hosts, roles] = [path.join(folder, "hosts"), path.join(folder, "roles")];
    await writeManyHosts(hosts);
    await writeManyRoles(roles);
    const machine = describeMachine();
    const rows = [
      await row("10,000 hosts in 200 groups, 50 tasks", hosts, "--list-hosts"),
      await row("the same", hosts, "--syntax-check"),
      await row("200 roles with 50 tasks each", roles, "--syntax-check"),
    ];
    const section = [
      "## Large projects",
      "",
      "What provision needs to read and plan a project, the middle of all repetitions (`bench/large/projects.ts` writes them).",
      "",
      "| project | command | wall time | processor time | memory |",
      "| ------- | ------- | --------: | -------------: | -----: |",
      ...rows,
    ].join("\n");
    process.stdout.write(`${section}\n`);
    const details = `${REPETITIONS} repetitions: ${machine}`;
    await saveSection("large", section, { script: "bench:large", argv, details });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function row(project: string, cwd: string, flag: string): Promise<string> {
  const all: Usage[] = [];
  for (let count = 0; count < REPETITIONS; count++) all.push(await usageOf(PROGRAM, ["site.yaml", flag], cwd));
  const middle = (of: (usage: Usage) => number) => all.map(of).sort((a, b) => a - b)[REPETITIONS >> 1] ?? 0;
  const [wall, cpu] = [middle((usage) => usage.wall), middle((usage) => usage.cpu)];
  const memory = Math.round(middle((usage) => usage.mebibytes));
  return `| ${project} | \`${flag}\` | ${wall.toFixed(2)} s | ${cpu.toFixed(2)} s | ${memory} MiB |`;
}

await main(process.argv.slice(2));
