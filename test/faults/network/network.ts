import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Direction = "server" | "client";

/** A network between the client and a server, which a test breaks in every way. */
export interface Network {
  readonly port: number;
  /** Bytes passed since `heal`, by where they went. */
  readonly passed: Readonly<Record<Direction, number>>;
  /** Connections that the client has opened since `heal`. */
  opened(): number;
  /** Calls back once, with the network held, when so many bytes have been passed on. */
  onByte(towards: Direction, number: number, reached: () => void): void;
  /** Passes nothing on; the connections stay open. */
  hold(): void;
  release(): void;
  /** Passes each piece on so many milliseconds later. */
  delay(milliseconds: number): void;
  /** Ends all connections; the bytes that are on the way are lost. */
  end(how: "closed" | "reset"): void;
  /** Ends all connections and passes everything on again. */
  heal(): void;
  stop(): void;
}

interface Mark {
  readonly towards: Direction;
  readonly number: number;
  readonly reached: () => void;
}

interface State {
  readonly sockets: Set<Socket>;
  readonly passed: Record<Direction, number>;
  opened: number;
  delay: number;
  mark: Mark | undefined;
  /** Present while the network is held. */
  held: { readonly over: Promise<void>; readonly release: () => void } | undefined;
}

/** Starts a network to that address, on a port of the loopback address. */
export async function startNetwork(target: { readonly host: string; readonly port: number }): Promise<Network> {
  const state: State = {
    sockets: new Set(),
    passed: { server: 0, client: 0 },
    opened: 0,
    delay: 0,
    mark: undefined,
    held: undefined,
  };
  const server = createServer((client) => {
    state.opened += 1;
    const peer = connect({ ...target, noDelay: true });
    for (const socket of [client, peer]) {
      state.sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => state.sockets.delete(socket));
    }
    void pass(state, { from: client, to: peer, towards: "server" });
    void pass(state, { from: peer, to: client, towards: "client" });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return networkOf(state, server);
}

function networkOf(state: State, server: Server): Network {
  const end = (how: "closed" | "reset") => {
    for (const socket of state.sockets) {
      if (how === "reset") socket.resetAndDestroy();
      else socket.destroy();
    }
  };
  const release = () => {
    state.held?.release();
    state.held = undefined;
  };
  return {
    port: (server.address() as AddressInfo).port,
    passed: state.passed,
    opened: () => state.opened,
    onByte(towards, number, reached) {
      state.mark = { towards, number, reached };
    },
    hold: () => hold(state),
    release,
    delay(milliseconds) {
      state.delay = milliseconds;
    },
    end,
    heal() {
      end("closed");
      release();
      Object.assign(state, { opened: 0, delay: 0, mark: undefined });
      Object.assign(state.passed, { server: 0, client: 0 });
    },
    stop() {
      server.close();
      end("closed");
    },
  };
}

function hold(state: State): void {
  if (state.held) return;
  let release: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    release = resolve;
  });
  state.held = { over, release };
}

interface Stream {
  readonly from: Socket;
  readonly to: Socket;
  readonly towards: Direction;
}

async function pass(state: State, { from, to, towards }: Stream): Promise<void> {
  try {
    for await (const chunk of from) {
      if (state.delay > 0) await sleep(state.delay);
      await passChunk(state, chunk as Buffer, { to, towards });
    }
    await state.held?.over;
    to.end();
  } catch {
    await state.held?.over;
    to.destroy();
  }
}

/** Stops exactly at the marked byte. */
async function passChunk(state: State, chunk: Buffer, { to, towards }: Omit<Stream, "from">): Promise<void> {
  let rest = chunk;
  while (rest.length > 0) {
    await state.held?.over;
    const { mark } = state;
    const until = mark?.towards === towards ? mark.number - state.passed[towards] : Infinity;
    const part = rest.subarray(0, Math.max(0, until));
    if (!to.destroyed) to.write(part);
    state.passed[towards] += part.length;
    rest = rest.subarray(part.length);
    if (part.length >= until && mark !== undefined) {
      state.mark = undefined;
      hold(state);
      mark.reached();
    }
  }
}
