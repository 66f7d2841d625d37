import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Transport } from "../../connection/transport.ts";

/** One port of the controller's loopback address that leads to an address behind a connection. */
export interface Tunnel {
  /** The same as on the server if it is free, or else any. */
  readonly port: number;
  close(): void;
}

/** Where a tunnel leads: an address that the host of the connection resolves and reaches. */
export interface TunnelEnd {
  readonly address: string;
  readonly port: number;
}

/** Listens on the loopback address and forwards each connection. A connection that the host refuses ends only itself. */
export async function openTunnel(transport: Pick<Transport, "dial">, { address, port }: TunnelEnd): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const remote = transport.dial(address, port);
    const end = () => {
      sockets.delete(socket);
      socket.destroy();
      remote.destroy();
    };
    socket.on("error", end).on("close", end).pipe(remote);
    remote.on("error", end).on("close", end).pipe(socket);
  });
  await listen(server, port);
  return {
    port: portOf(server),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listen(server: Server, wanted: number): Promise<void> {
  for (const port of [wanted, 0]) {
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      return;
    } catch (error) {
      if (port === 0) throw error;
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
