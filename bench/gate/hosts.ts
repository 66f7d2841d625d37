import { mkdir, rm } from "node:fs/promises";
import { PLACE } from "../contenders/contender.ts";
import { provision } from "../contenders/provision.ts";
import { startRelay, type Relay } from "../host/relay.ts";
import { startServer, type Server } from "../host/sshd.ts";
import { growingPieces, templatePieces, thirtyPieces, type Piece } from "../work.ts";
import type { Counts, Measured } from "./compare.ts";

const WORK: Readonly<Record<string, readonly Piece[]>> = {
  "30 mixed tasks": thirtyPieces(PLACE),
  "200 templates": templatePieces(PLACE, 200),
  "300 changes": growingPieces(PLACE, 300),
  // So many changes would take too long; test/run/ahead/round-trips.test.ts has their round trips.
  "3,000 looks": Array.from({ length: 3000 }, () => ({ kind: "stat", path: PLACE }) as const),
};

/** Milliseconds: long enough that what is sent together arrives together, and counts as one round trip. */
const DELAY = 10;

/** What runs of the program need on a host: round trips, and processes if the server can count them. */
export async function hostCounts(program: string, folder: string): Promise<Measured> {
  const server = await startServer(folder);
  const relay = await startRelay(server.port, DELAY);
  try {
    await server.alsoKnownAt(relay.port);
    const measured: Record<string, Counts> = {};
    for (const [name, pieces] of Object.entries(WORK)) {
      const project = `${folder}/${name}`;
      await mkdir(project);
      const place = `${folder}/place`;
      await rm(place, { recursive: true, force: true });
      const targets = [{ name: "target", login: { ...server, port: relay.port }, place }];
      const { run } = await provision({ pieces, targets, folder: project }, program);
      measured[`${name}, first run`] = await counted(run, server, relay);
      measured[`${name}, second run`] = await counted(run, server, relay);
    }
    return measured;
  } finally {
    await relay.close();
    await server.close();
  }
}

async function counted(run: () => Promise<unknown>, server: Server, relay: Relay): Promise<Counts> {
  const [trips, processes] = [relay.roundTrips(), server.processes()];
  await run();
  const now = server.processes();
  return {
    "round trips": relay.roundTrips() - trips,
    ...(processes === undefined || now === undefined ? {} : { processes: now - processes }),
  };
}
