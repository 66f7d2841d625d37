import { mkdir, writeFile } from "node:fs/promises";
import { table } from "../markdown.ts";
import { spent, type Spent } from "../process.ts";
import { median } from "../statistics.ts";

/** How many hosts and tasks there are. */
const SIZES = [
  [250, 30],
  [1000, 30],
  [2000, 30],
  [10_000, 50],
] as const;
/** Tasks that need no process on the host: what remains is the work of the program itself. */
const KINDS = [
  { set_fact: { number: "{{ inventory_hostname }}" } },
  { assert: { that: "size(inventory_hostname) > 0" } },
  { debug: { msg: "{{ inventory_hostname }}" } },
];

export async function localHosts(
  program: string,
  folder: string,
  { quick, repetitions }: { quick: boolean; repetitions: number },
): Promise<string> {
  const rows = [];
  for (const [hosts, tasks] of quick ? SIZES.slice(0, 2) : SIZES) {
    const project = `${folder}/local-${hosts}`;
    await writeProject(project, hosts, tasks);
    const all: Spent[] = [];
    for (let count = 0; count < repetitions; count++)
      all.push(await spent({ argv: [process.execPath, program, "play.yaml", "--check", "--quiet"], cwd: project }));
    const middle = (of: (one: Spent) => number) => median(all.map(of));
    rows.push([
      `${hosts.toLocaleString("en")} hosts, ${tasks} tasks`,
      `${(middle(({ wall }) => wall) / 1000).toFixed(1)} s`,
      `${(middle(({ cpu }) => cpu) / 1000).toFixed(1)} s`,
      `${middle(({ mebibytes }) => mebibytes).toFixed(0)} MiB`,
    ]);
  }
  return [
    "### Many hosts",
    "",
    "Tasks that need no process on the host (`set_fact`, `assert`, `debug`), with `connection: local` and `--check`, because hosts that are one machine",
    "would wait for its lock:",
    "",
    table(["", "wall time", "CPU", "memory"], rows),
  ].join("\n");
}

async function writeProject(folder: string, count: number, tasks: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const hosts = Array.from({ length: count }, (_, index) => [`host${index}`, { connection: "local" }] as const);
  const play = {
    name: "Work",
    hosts: "all",
    gather_facts: false,
    tasks: Array.from({ length: tasks }, (_, index) => ({ name: `Task ${index + 1}`, ...KINDS[index % KINDS.length] })),
  };
  await writeFile(`${folder}/inventory.yaml`, JSON.stringify({ all: { hosts: Object.fromEntries(hosts) } }));
  await writeFile(`${folder}/play.yaml`, JSON.stringify([play]));
}
