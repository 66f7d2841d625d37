import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPeers, PACKAGES, type Peers } from "./contenders/peers.ts";
import { saveSection } from "./document.ts";
import { describeMachine } from "./machine.ts";
import { contestSection } from "./measurements/contest-section.ts";
import { compete } from "./measurements/contest.ts";
import { localHosts } from "./measurements/local-hosts.ts";
import { sshHosts } from "./measurements/ssh-hosts.ts";
import { startUp } from "./measurements/start-up.ts";
import { WORKS } from "./measurements/works.ts";
import { savePicture } from "./picture.ts";

const KEYS = [...WORKS.map(({ key }) => key), "hosts", "ssh-hosts", "start"];
const USAGE = `usage: npm run bench -- [--quick] [--only KEY,KEY] [--no-peers]
  --quick      2 repetitions, without the longest works; other programs only do W1, once
  --only       only some of these, and docs/benchmarks.md does not change: ${KEYS.join(", ")}
  --no-peers   without ${PACKAGES.join(", ")}
`;
const PROGRAM = fileURLToPath(new URL("../../bin/provision.js", import.meta.url));
const REPETITIONS = { full: 5, quick: 2 };
const LARGE = 100 * 2 ** 20;

interface Choice {
  readonly quick: boolean;
  readonly only: readonly string[] | undefined;
  readonly peers: Peers | undefined;
  readonly folder: string;
}

function options(args: string[]) {
  const no = { type: "boolean", default: false } as const;
  const { values } = parseArgs({ args, options: { quick: no, only: { type: "string" }, "no-peers": no, help: no } });
  return { ...values, only: values.only?.split(",") };
}

async function main(argv: string[]): Promise<void> {
  const { quick, only, "no-peers": noPeers, help } = options(argv);
  const unknown = only?.find((key) => !KEYS.includes(key));
  if (help || unknown !== undefined) {
    process.stderr.write(unknown === undefined ? USAGE : `Nothing is called ${unknown}.\n${USAGE}`);
    process.exitCode = help ? 0 : 2;
    return;
  }
  const machine = describeMachine();
  const folder = await mkdtemp(join(tmpdir(), "provision-bench-"));
  try {
    const peers = noPeers ? undefined : await tryPeers();
    const section = await sections({ quick, only, peers, folder });
    process.stdout.write(`${section}\n`);
    if (only !== undefined) return;
    const details = `${repetitions(quick)} repetitions, ${PACKAGES.join(", ")}: ${machine}`;
    await saveSection("compared", section, { script: "bench", argv, details });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function repetitions(quick: boolean): number {
  return quick ? REPETITIONS.quick : REPETITIONS.full;
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function tryPeers(): Promise<Peers | undefined> {
  try {
    return await installPeers();
  } catch (error) {
    report(`Other programs are not measured, because they could not be installed: ${(error as Error).message}`);
    return undefined;
  }
}

async function sections(choice: Choice): Promise<string> {
  const { quick, only, folder } = choice;
  const parts = [INTRODUCTION, ...(await contests(choice))];
  const wanted = (key: string) => only?.includes(key) ?? true;
  const count = repetitions(quick);
  if (wanted("hosts")) parts.push(await localHosts(PROGRAM, folder, { quick, repetitions: quick ? 1 : count }));
  if (wanted("ssh-hosts")) parts.push(await sshHosts(PROGRAM, folder, quick));
  if (wanted("start")) parts.push(await startUp(PROGRAM, folder, 2 * count));
  return parts.join("\n\n");
}

async function contests({ quick, only, peers, folder }: Choice): Promise<string[]> {
  const largeFile = `${folder}/large.bin`;
  await writeFile(largeFile, Buffer.alloc(LARGE, "What is in a large file does not matter.\n"));
  const done = [];
  for (const work of WORKS.filter(({ key, long }) => only?.includes(key) ?? !(quick && long))) {
    const others = quick && work.key !== "W1" ? undefined : peers;
    const contest = {
      work,
      folder: `${folder}/${work.key}`,
      program: PROGRAM,
      largeFile,
      repetitions: repetitions(quick),
      peers: others,
      peerRepetitions: quick ? 1 : REPETITIONS.full,
      report,
    };
    done.push({ work, runs: await compete(contest) });
  }
  const [shown] = done.filter(({ work }) => work.key === "W1");
  if (shown && only === undefined) await savePicture(shown.runs);
  return done.map(({ work, runs }) => contestSection(work, runs));
}

const INTRODUCTION = `## Next to other programs

Wall time of the whole process in a project of its own, from an empty folder on the hosts (first run), and again (second run): medians, in
brackets the shortest and the longest, and how many times as long as the floor, pair by pair. The floor is a bare script that does the
same work through one connection and one shell, with one round trip a piece; "one script" sends all pieces together. The hosts are
servers on the same machine, and their state is checked after each run. Round trips (where a relay adds a delay), processes on all
hosts and processor time of the controller are those of the first run and of the second; memory is that of the largest process.
The 30 small tasks are six folders, nine files, six templates, three commands with \`creates\`, two links and four \`stat\`. Ansible has
\`pipelining\` and 20 forks.`;

// An exit handler ends the servers. It runs only if an interrupt calls process.exit.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
