import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ansible, installAnsible, type AnsibleHome } from "./contenders/ansible.ts";
import { PLACE, type Contender } from "./contenders/contender.ts";
import { floor } from "./contenders/floor.ts";
import { provision } from "./contenders/provision.ts";
import { startRelay } from "./host/relay.ts";
import { startServer, type Login, type Server } from "./host/sshd.ts";
import { table } from "./markdown.ts";
import { median, medianRatio } from "./statistics.ts";
import { thirtyPieces } from "./work.ts";

export interface Options {
  /** The measured program: `bin/provision.js`. */
  readonly program: string;
  readonly repetitions: number;
  /** One-way delay in milliseconds for the second table; 0: no such table. */
  readonly delay: number;
  readonly ansible: boolean;
  readonly report: (line: string) => void;
}

/** Milliseconds and counted round trips, one of each per repetition. */
interface Times {
  readonly name: string;
  readonly first: number[];
  readonly second: number[];
  readonly firstTrips: number[];
  readonly secondTrips: number[];
}

const SLOW_REPETITIONS = 1;

interface Bench {
  readonly options: Options;
  readonly folder: string;
  readonly server: Server;
  /** Undefined if Ansible is not measured. */
  readonly ansible: AnsibleHome | undefined;
}

/** Measures thirty small tasks on one host, in an empty folder and then again. Resolves to the section in Markdown. */
export async function thirtyTasks(options: Options): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "provision-bench-"));
  const server = await startServer(folder);
  try {
    const home = options.ansible ? await tryAnsible(`${folder}/ansible`, options) : undefined;
    const bench = { options, folder, server, ansible: home };
    const near = await measure(bench, server, "near", () => 0);
    const far = options.delay > 0 ? await measureFar(bench) : undefined;
    const missing = home
      ? []
      : ["", "Ansible was not measured, because it was not requested or could not be installed."];
    return [...nearSection(near), ...missing, ...(far ? farSection(far, options.delay) : [])].join("\n");
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryAnsible(folder: string, { report }: Options): Promise<AnsibleHome | undefined> {
  report("Installing Ansible into a temporary folder.");
  try {
    return await installAnsible(folder);
  } catch (error) {
    report(`Ansible is not measured, because it could not be installed: ${(error as Error).message}`);
    return undefined;
  }
}

async function measureFar(bench: Bench): Promise<Times[]> {
  const relay = await startRelay(bench.server.port, bench.options.delay);
  try {
    await bench.server.alsoKnownAt(relay.port);
    // Ansible would take most of the time, and is known to be slow over a slow network.
    const login = { ...bench.server, port: relay.port };
    return await measure({ ...bench, ansible: undefined }, login, "far", () => relay.roundTrips());
  } finally {
    await relay.close();
  }
}

/** Contenders take turns in each repetition, so that changes of the machine affect all of them. */
async function measure(bench: Bench, login: Login, label: string, roundTrips: () => number): Promise<Times[]> {
  const { options, folder } = bench;
  const place = `${folder}/place`;
  const contenders = await makeContenders(bench, login, `${folder}/${label}`, place);
  const times = contenders.map(({ name }): Times => ({ name, first: [], second: [], firstTrips: [], secondTrips: [] }));
  for (let repetition = 1; repetition <= options.repetitions; repetition++) {
    options.report(`${label}: repetition ${repetition} of ${options.repetitions}`);
    for (const [index, contender] of contenders.entries()) {
      if (contender.slow && repetition > SLOW_REPETITIONS) continue;
      await rm(place, { recursive: true, force: true });
      const before = roundTrips();
      times[index]?.first.push(await contender.run());
      const between = roundTrips();
      times[index]?.second.push(await contender.run());
      times[index]?.firstTrips.push(between - before);
      times[index]?.secondTrips.push(roundTrips() - between);
    }
  }
  return times;
}

async function makeContenders(bench: Bench, login: Login, folder: string, place: string): Promise<Contender[]> {
  const pieces = thirtyPieces(PLACE);
  const targets = [{ name: "target", login, place }];
  const assignment = async (name: string) => {
    await mkdir(`${folder}/${name}`, { recursive: true });
    return { pieces, targets, folder: `${folder}/${name}` };
  };
  const home = bench.ansible;
  return [
    await floor(await assignment("floor")),
    await provision(await assignment("provision"), bench.options.program),
    ...(home
      ? [await ansible(await assignment("plain"), home, false), await ansible(await assignment("piped"), home, true)]
      : []),
  ];
}

function nearSection(times: readonly Times[]): string[] {
  return [
    "## Thirty small tasks on one host",
    "",
    "Six folders, nine files, six templates, three commands with `creates`, two links and four `stat`, on a server on the same",
    "machine: the median wall time of the whole process (Ansible: of one repetition), and its ratio to the floor, compared",
    "pair by pair. The floor is a bare script that does the same work through one connection and one shell, with one round trip per task.",
    "",
    timesTable(times),
    ...overAnsible(times),
  ];
}

function timesTable(times: readonly Times[]): string {
  const [base] = times;
  const rows = times.map(({ name, first, second }) => [
    name,
    ms(median(first)),
    factor(medianRatio(first, base?.first ?? [])),
    ms(median(second)),
    factor(medianRatio(second, base?.second ?? [])),
  ]);
  return table(["", "first run", "to the floor", "second run", "to the floor"], rows);
}

function overAnsible(times: readonly Times[]): string[] {
  const own = times.find(({ name }) => name === "provision");
  const other = times.find(({ name }) => name === "Ansible");
  if (!own || !other) return [];
  const [first, second] = [medianRatio(other.first, own.first), medianRatio(other.second, own.second)];
  return [
    "",
    `Ansible takes ${first.toFixed(0)} times as long on the first run and ${second.toFixed(0)} times on the second.`,
  ];
}

function farSection(far: readonly Times[], delay: number): string[] {
  const rows = far.map(({ name, first, second, firstTrips, secondTrips }) => [
    name,
    ms(median(first)),
    median(firstTrips).toFixed(0),
    ms(median(second)),
    median(secondTrips).toFixed(0),
  ]);
  return [
    "",
    `The same through a relay with round trips of ${2 * delay} ms, which also counts them. They include those that open and close the`,
    "connection.",
    "",
    table(["", "first run", "round trips", "second run", "round trips"], rows),
  ];
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function factor(ratio: number): string {
  return ratio.toFixed(2);
}
