import { mkdir } from "node:fs/promises";
import { ansible } from "../contenders/ansible.ts";
import type { Assignment, Contender } from "../contenders/contender.ts";
import { floor } from "../contenders/floor.ts";
import type { Peers } from "../contenders/peers.ts";
import { provision } from "../contenders/provision.ts";
import { pyinfra } from "../contenders/pyinfra.ts";
import type { Spent } from "../process.ts";
import type { Piece } from "../work.ts";
import { startHosts, type Hosts } from "./hosts.ts";
import { mistakes } from "./state.ts";
import type { Work } from "./works.ts";

export interface Run extends Spent {
  readonly roundTrips: number | undefined;
  readonly processes: number | undefined;
}

/** One value per repetition. */
export interface Runs {
  readonly name: string;
  readonly first: Run[];
  readonly second: Run[];
}

export interface Contest {
  readonly work: Work;
  readonly folder: string;
  readonly program: string;
  readonly largeFile: string;
  readonly repetitions: number;
  readonly peers: Peers | undefined;
  readonly peerRepetitions: number;
  readonly report: (line: string) => void;
}

/** Contenders take turns in each repetition, so that changes of the machine affect all of them. */
export async function compete(contest: Contest): Promise<Runs[]> {
  const { work, folder, repetitions, report } = contest;
  const pieces = work.pieces(contest.largeFile);
  await mkdir(folder, { recursive: true });
  const hosts = await startHosts(folder, work.hosts, work.delay);
  try {
    const contenders = await makeContenders(contest, pieces, hosts);
    const all = contenders.map(({ name }): Runs => ({ name, first: [], second: [] }));
    for (let repetition = 1; repetition <= repetitions; repetition++) {
      report(`${work.key}: repetition ${repetition} of ${repetitions}`);
      for (const [index, contender] of contenders.entries()) {
        if (contender.peer && repetition > contest.peerRepetitions) continue;
        await hosts.empty();
        all[index]?.first.push(await checkedRun(contender, pieces, hosts));
        all[index]?.second.push(await checkedRun(contender, pieces, hosts));
      }
    }
    return all;
  } finally {
    await hosts.close();
  }
}

async function checkedRun({ name, run }: Contender, pieces: readonly Piece[], hosts: Hosts): Promise<Run> {
  const [trips, processes] = [hosts.roundTrips(), hosts.processes()];
  const spent = await run();
  const [tripsNow, processesNow] = [hosts.roundTrips(), hosts.processes()];
  const wrong = hosts.targets.flatMap(({ place }) => mistakes(pieces, place));
  if (wrong[0] !== undefined) throw new Error(`${name} has not done all of its work: ${wrong[0]}`);
  return { ...spent, roundTrips: difference(tripsNow, trips), processes: difference(processesNow, processes) };
}

/** Undefined if it is not known, or if process IDs started again from the lowest. */
function difference(now: number | undefined, before: number | undefined): number | undefined {
  return now === undefined || before === undefined || now < before ? undefined : now - before;
}

async function makeContenders(contest: Contest, pieces: readonly Piece[], hosts: Hosts): Promise<Contender[]> {
  const { work, folder, program, peers } = contest;
  const assignment = async (name: string): Promise<Assignment> => {
    await mkdir(`${folder}/${name}`);
    return { pieces, targets: hosts.targets, folder: `${folder}/${name}` };
  };
  return [
    await floor(await assignment("floor"), false),
    ...(work.asOneScript ? [await floor(await assignment("script"), true)] : []),
    await provision(await assignment("provision"), program),
    ...(peers === undefined || work.alone
      ? []
      : [
          await pyinfra(await assignment("pyinfra"), peers),
          await ansible(await assignment("mitogen"), peers, true),
          await ansible(await assignment("ansible"), peers, false),
        ]),
  ];
}
