import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect } from "chai";
import { openSocket, SILENCE_MS } from "../../../../files/sensors/kafka/socket.ts";

describe("sensors/kafka/socket", () => {
  it("closes after a silence, after other listeners have run", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    // A server that listens on a port has an address of this type.
    const { port } = server.address() as AddressInfo;
    let connected: () => void = () => undefined;
    const connection = new Promise<void>((resolve) => (connected = resolve));
    const socket = openSocket({ host: "127.0.0.1", port, ssl: false as never, onConnect: () => connected() });
    await connection;
    expect(socket.timeout).to.equal(SILENCE_MS);
    const closed = once(socket, "close");
    socket.emit("timeout");
    expect(socket.destroyed).to.equal(false);
    await closed;
    expect(socket.destroyed).to.equal(true);
    server.close();
  });
});
