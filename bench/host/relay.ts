import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Relay {
  readonly port: number;
  /** How often the client has said something after it had heard something: each time it waited for the way there and back. */
  turns(): number;
  close(): Promise<void>;
}

/** Passes connections on to a port of the loopback; every byte arrives `delay` ms later, in each direction, as over a long way. */
export async function startRelay(target: number, delay: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let turns = 0;
  let heard = false;
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    near.on("data", () => {
      if (heard) turns += 1;
      heard = false;
    });
    far.on("data", () => (heard = true));
    pass(near, far, delay);
    pass(far, near, delay);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    turns: () => turns,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function pass(from: Socket, to: Socket, delay: number): void {
  const later = (work: () => void) => setTimeout(work, delay);
  from.on("data", (chunk) => later(() => to.writable && to.write(chunk)));
  from.on("end", () => later(() => to.end()));
  from.on("close", () => later(() => to.destroy()));
}
