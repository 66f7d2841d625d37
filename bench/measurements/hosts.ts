import { mkdir, rm } from "node:fs/promises";
import type { Target } from "../contenders/contender.ts";
import { startRelay, type Relay } from "../host/relay.ts";
import { startServer, type Server } from "../host/sshd.ts";

/** Servers on this machine that act as so many hosts. */
export interface Hosts {
  readonly targets: readonly Target[];
  /** Empties the place of each. */
  readonly empty: () => Promise<void>;
  /** Sums over all hosts; undefined where it is not counted. */
  readonly roundTrips: () => number | undefined;
  readonly processes: () => number | undefined;
  readonly close: () => Promise<void>;
}

export async function startHosts(folder: string, count: number, delay: number | undefined): Promise<Hosts> {
  const servers: Server[] = [];
  const relays: Relay[] = [];
  const targets: Target[] = [];
  for (let index = 1; index <= count; index++) {
    const home = `${folder}/host${index}`;
    await mkdir(home);
    const server = await startServer(home);
    servers.push(server);
    const relay = delay === undefined ? undefined : await startRelay(server.port, delay);
    if (relay) {
      relays.push(relay);
      await server.alsoKnownAt(relay.port);
    }
    const login = { ...server, port: relay?.port ?? server.port };
    targets.push({ name: `host${index}`, login, place: `${home}/place` });
  }
  return {
    targets,
    empty: async () => {
      for (const { place } of targets) await rm(place, { recursive: true, force: true });
    },
    roundTrips: () => (delay === undefined ? undefined : sum(relays.map((relay) => relay.roundTrips()))),
    processes: () => sum(servers.map((server) => server.processes())),
    close: async () => {
      for (const each of [...relays, ...servers]) await each.close();
    },
  };
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
}
