import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomOf } from "../../fuzz/random.ts";
import { processesText } from "./processes.ts";
import type { Armed, Fault } from "../fault.ts";
import type { Evidence } from "../oracle/evidence.ts";
import { judge, type Complaint } from "../oracle/oracle.ts";
import { formsOf } from "../oracle/secrets.ts";
import { managedFiles } from "../target/files.ts";
import { leakedLogs, logCursor } from "../target/logs.ts";
import { resetScript } from "../target/reset.ts";
import { snapshot, type Snapshot } from "../target/snapshot.ts";
import type { TestBed } from "../test-bed.ts";
import { startClient, type Client, type ClientRun, type Launch } from "./client.ts";
import { instantOf, reaches, showInstant, type Instant, type RunSize } from "./instant.ts";

/** A fault at one seeded instant. */
export interface TrialOrder {
  readonly fault: Fault;
  readonly seed: number;
  /** Replaces the seeded instant. */
  readonly instant?: Instant;
  readonly size: RunSize;
  /** The program's own file. */
  readonly program: string;
}

export interface Trial {
  readonly fault: string;
  readonly seed: number;
  readonly instant: string;
  /** Whether the fault happened before the run ended. */
  readonly happened: boolean;
  readonly first: ClientRun;
  readonly others: readonly ClientRun[];
  readonly complaints: readonly Complaint[];
}

/** Milliseconds after which a run hangs, and what a dead run or one that ended in order had started should have ended. */
const LIMITS = { run: 300_000, settle: 150_000, close: 10_000 };
/** Longer than any lease, so that the next run waits for what a dead one left. */
const PATIENCE = ["--lock-timeout", "150"];

/** Runs the project three times on a fresh server, the first time with the fault, and judges what was seen. */
export async function runTrial(bed: TestBed, order: TrialOrder): Promise<Trial> {
  const { fault, seed, size } = order;
  const random = randomOf(seedOf(fault.name, seed));
  const task = fault.during === undefined ? undefined : ({ is: "task", name: fault.during } as const);
  const instant = order.instant ?? task ?? instantOf(random, size);
  await reset(bed, fault);
  const cursor = await logCursor(bed.server);
  const stage = stageOf(bed, order);
  const armed = await fault.arm({ ...bed, random, startOther: stage.startOther });
  const met = await meetFault(bed, { stage, armed, instant });
  const waits = random.once(2);
  const afterFirst = waits ? await settled(bed, LIMITS.settle) : await snapshot(bed.server);
  const second = await endOf(stage.start({ id: "second" }));
  const afterSecond = await settled(bed, LIMITS.close);
  const third = await endOf(stage.start({ id: "third" }));
  const afterThird = await settled(bed, LIMITS.close);
  const runs = { first: met.first, others: await Promise.all(stage.others.map(endOf)), second, third };
  const snapshots = { midway: met.midway, afterFirst, afterSecond, afterThird };
  const evidence: Evidence = {
    ...runs,
    ...snapshots,
    waited: waits,
    allowed: fault.allowed,
    managed: managedFiles(bed.contents, fault.containers ?? false),
    secrets: bed.secrets,
    texts: textsOf([met.first, ...runs.others, second, third], snapshots, met.hereMidway),
    leakedLogs: await leakedLogs(bed.server, cursor, bed.secrets.flatMap(formsOf)),
    leftHere: readdirSync(stage.temporary),
  };
  return {
    ...{ fault: fault.name, seed, instant: showInstant(instant), happened: met.happened },
    ...{ first: met.first, others: runs.others },
    complaints: judge(evidence),
  };
}

function seedOf(name: string, seed: number): number {
  return Buffer.from(name).reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, seed);
}

async function reset({ server, network, scratch, token }: TestBed, { containers = false }: Fault): Promise<void> {
  network.heal();
  rmSync(scratch, { recursive: true });
  mkdirSync(scratch);
  const { code, stderr } = await server.exec(resetScript(token, containers));
  if (code !== 0) throw new Error(`The server cannot be reset: ${stderr}`);
}

interface Stage {
  readonly temporary: string;
  readonly others: Client[];
  readonly start: (launch: Launch & { readonly id: string }) => Client;
  readonly startOther: (launch: Launch) => Client;
}

function stageOf(bed: TestBed, { fault, program }: Pick<TrialOrder, "fault" | "program">): Stage {
  const temporary = join(bed.scratch, "temporary");
  mkdirSync(temporary);
  const others: Client[] = [];
  const start = (launch: Launch & { readonly id: string }) =>
    startClient({
      temporary,
      ...launch,
      ...{ program, folder: bed.project, home: bed.home },
      args: [...(fault.containers ? ["-e", '{"containers": true}'] : []), ...PATIENCE, ...(launch.args ?? [])],
    });
  return {
    ...{ temporary, others, start },
    startOther(launch) {
      const other = start({ id: `other${others.length + 1}`, ...launch });
      others.push(other);
      return other;
    },
  };
}

interface Met {
  readonly first: ClientRun;
  readonly midway: Snapshot | undefined;
  /** The command lines of this machine's processes at the instant of the fault. */
  readonly hereMidway: string;
  readonly happened: boolean;
}

async function meetFault(
  { server, network }: TestBed,
  { stage, armed, instant }: { readonly stage: Stage; readonly armed: Armed; readonly instant: Instant },
): Promise<Met> {
  const client = stage.start({ id: "first", ...armed.launch });
  let midway: Snapshot | undefined;
  let hereMidway = "";
  const happened = armed.inject === undefined || (await reaches(client, network, instant));
  if (armed.inject !== undefined && happened) {
    midway = await snapshot(server);
    hereMidway = processesText();
    await armed.inject(client);
    network.release();
  }
  if (happened) await armed.follow?.(client);
  const first = await endOf(client);
  await armed.mend?.();
  return { first, midway, hereMidway, happened };
}

/** Waits for the end of a run; one that hangs is killed, which no fault but SIGKILL allows. */
async function endOf(client: Client): Promise<ClientRun> {
  const limit = setTimeout(() => client.child.kill("SIGKILL"), LIMITS.run);
  try {
    return await client.done;
  } finally {
    clearTimeout(limit);
  }
}

/** Waits until nothing of a run is at work: the server's shells end a moment after their connection. */
async function settled({ server }: TestBed, limitMs: number): Promise<Snapshot> {
  const deadline = performance.now() + limitMs;
  let last = await snapshot(server);
  while ((last.processes.length > 0 || !last.isLockFree) && performance.now() < deadline) {
    await sleep(300);
    last = await snapshot(server);
  }
  return last;
}

function textsOf(
  runs: readonly ClientRun[],
  snapshots: Readonly<Record<string, Snapshot | undefined>>,
  here: string,
): ReadonlyMap<string, string> {
  const outputs = runs.flatMap(({ id, stdout, stderr }) => [
    [`standard output of the run "${id}"`, stdout] as const,
    [`standard error of the run "${id}"`, stderr] as const,
  ]);
  const processes = Object.entries(snapshots).map(
    ([when, found]) => [`the processes of the server (${when})`, found?.commandLines ?? ""] as const,
  );
  return new Map([...outputs, ...processes, ["the processes of the controller", here]]);
}

/** How long a run without a fault is. */
export async function measureRun(bed: TestBed, program: string): Promise<RunSize> {
  const nothing: Fault = { name: "none", allowed: { exits: [0] }, arm: () => ({}) };
  await reset(bed, nothing);
  const run = await endOf(stageOf(bed, { fault: nothing, program }).start({ id: "size" }));
  if (run.exit !== 0) throw new Error(`The project fails without a fault: ${run.stderr}`);
  return { lines: run.lines.length, bytes: { ...bed.network.passed } };
}
