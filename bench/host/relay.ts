import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Relay {
  readonly port: number;
  /** How often the client has sent something after it had received something: each time it waited for a round trip. */
  roundTrips(): number;
  close(): Promise<void>;
}

/** Forwards connections to a port of the loopback. Every byte arrives `delay` ms later, in each direction. */
export async function startRelay(target: number, delay: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let roundTrips = 0;
  let received = false;
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    near.on("data", () => {
      if (received) roundTrips += 1;
      received = false;
    });
    far.on("data", () => (received = true));
    pass(near, far, delay);
    pass(far, near, delay);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    roundTrips: () => roundTrips,
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
