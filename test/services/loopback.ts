import net, { type AddressInfo, type Server } from "node:net";
import { Duplex } from "node:stream";
import type { Dial } from "../../src/module/contract.ts";

/** Dials with a plain socket of this machine. */
export const direct: Dial = (host, port) => net.connect(port, host);

/** Starts a server on a free port of the loopback interface. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Closes a server and its open connections. */
export async function closeServer(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  server.closeAllConnections?.();
  await new Promise((resolve) => server.close(resolve));
}

/** A port where nothing listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await closeServer(server);
  return port;
}

/** Dials with a stream that opens later and has none of a socket's own methods, like a channel of an SSH connection. */
export const channel: Dial = (host, port) => {
  const socket = net.connect(port, host);
  const stream: Duplex = new Duplex({
    read: () => socket.resume(),
    write: (chunk, _encoding, done) => socket.write(chunk as Buffer, done),
    final: (done) => socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("connect", () => stream.emit("connect"));
  socket.on("data", (chunk) => stream.push(chunk) || socket.pause());
  socket.on("end", () => stream.push(null));
  socket.on("error", (error) => stream.destroy(error));
  // What has arrived can still be read after a proper end.
  socket.on("close", () => {
    if (socket.readableEnded && !stream.readableEnded) stream.once("end", () => stream.destroy());
    else stream.destroy();
  });
  return stream;
};
