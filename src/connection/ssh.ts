import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { connectOnce, type ConnectionParts, type Opened } from "./attempt.ts";
import type { Peer } from "./connect-fault.ts";
import type { SshConnection, SshServer } from "./connection.ts";
import { readHostKeys } from "./host-keys.ts";
import { LOOK_EVERY_MS } from "./liveness.ts";
import { findLogin, type SshUser } from "./login.ts";
import { PAUSES, retry, type Pauses } from "./retry.ts";
import type { Transport } from "./transport.ts";

/** What tests shorten. */
export interface SshTiming {
  readonly pauses: Pauses;
  /** Milliseconds between two looks at whether the peer still lives. */
  readonly lookEvery: number;
}

const TIMING: SshTiming = { pauses: PAUSES, lookEvery: LOOK_EVERY_MS };

/**
 * Opens a connection, through the jump hosts one after the other. Each host key must be known; keys, agent and password are tried in
 * order. A server that is busy is asked again.
 */
export async function openSsh(
  host: string,
  connection: SshConnection,
  user: SshUser,
  timing: SshTiming = TIMING,
): Promise<Outcome<Transport>> {
  const { jumps = [], timeout } = connection;
  const opened: Transport[] = [];
  let last: Opened | undefined;
  const close = () => {
    for (const transport of opened.splice(0).reverse()) transport.close();
  };
  const ways = [
    ...jumps.map((jump) => ({ host: `${host}, jump host ${jump.name}`, server: jump })),
    { host, server: connection },
  ];
  for (const [index, way] of ways.entries()) {
    const via = index === 0 ? {} : { via: jumps[index - 1]?.name ?? "" };
    const peer = { host: way.host, address: way.server.address, port: way.server.port, ...via };
    const dial = last?.transport.dial;
    const next = await openServer({ peer, server: way.server, dial, timeout }, user, timing);
    if (!next.ok) {
      close();
      return next;
    }
    last = next.value;
    opened.push(last.transport);
    // Whichever connection is lost first, none of the others is of use.
    last.client.once("close", close);
  }
  if (!last) throw new Error("a connection has at least one way to go");
  return good({ ...last.transport, close });
}

interface Way extends Pick<ConnectionParts, "dial" | "timeout"> {
  readonly peer: Peer;
  readonly server: SshServer;
}

async function openServer(
  { peer, server, dial, timeout }: Way,
  user: SshUser,
  timing: SshTiming,
): Promise<Outcome<Opened>> {
  const login = await findLogin(peer.host, server, user);
  if (!login.ok) return login;
  const hostKeys = await readHostKeys(peer, server, user);
  if (!hostKeys.ok) return hostKeys;
  const until = performance.now() + timeout * 1000;
  const parts = { peer, login: login.value, hostKeys: hostKeys.value, dial, timeout, lookEvery: timing.lookEvery };
  const made = await retry(() => connectOnce(parts, until - performance.now()), {
    pauses: timing.pauses,
    until,
    now: () => performance.now(),
    sleep,
    random: Math.random,
  });
  return made.is === "connected" ? good(made.value) : bad(made.fault);
}
