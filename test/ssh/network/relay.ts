import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A network between a client and a server. */
export interface Relay {
  readonly port: number;
  stop(): void;
}

/** Passes bytes to a port of the loopback address; `pass` moves those of one direction. */
async function startRelay(
  port: number,
  pass: (from: Socket, to: Socket, towardsServer: boolean) => void,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect({ port, host: "127.0.0.1", noDelay: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => [client, target].forEach((each) => each.destroy()));
    }
    pass(client, target, true);
    pass(target, client, false);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A network without faults; `onConnect` is called for each connection. */
export function plainNetwork(port: number, onConnect: () => void): Promise<Relay> {
  return startRelay(port, (from, to, towardsServer) => {
    if (towardsServer) onConnect();
    from.pipe(to);
  });
}

/** A network that passes on so many bytes a second to the server. */
export function slowNetwork(port: number, bytesPerSecond: number): Promise<Relay> {
  const SLICE_MS = 10;
  return startRelay(port, (from, to, towardsServer) => {
    if (!towardsServer) {
      from.pipe(to);
      return;
    }
    void (async () => {
      for await (const chunk of from) {
        const bytes = chunk as Buffer;
        const slice = Math.ceil((bytesPerSecond * SLICE_MS) / 1000);
        for (let at = 0; at < bytes.length; at += slice) {
          to.write(bytes.subarray(at, at + slice));
          await sleep(SLICE_MS);
        }
      }
    })().catch(() => undefined);
  });
}

/** A network that resets the connection once the server has sent so many bytes. */
export function breakingNetwork(port: number, afterBytes: number): Promise<Relay> {
  return startRelay(port, (from, to, towardsServer) => {
    let passed = 0;
    from.on("data", (chunk: Buffer) => {
      const bytes = towardsServer ? chunk : chunk.subarray(0, afterBytes - passed);
      passed += bytes.length;
      to.write(bytes);
      if (towardsServer || passed < afterBytes) return;
      from.resetAndDestroy();
      // What was written reaches the client first.
      setImmediate(() => to.resetAndDestroy());
    });
  });
}
