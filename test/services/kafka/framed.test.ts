import { expect } from "chai";
import net, { type Server, type Socket } from "node:net";
import { exchange } from "../../../src/services/kafka/framed.ts";
import { channel, direct, closeServer, freePort, listen } from "../loopback.ts";

const request = Buffer.from("question");

describe("services/kafka/framed", () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];

  async function serve(handler: (socket: Socket) => void): Promise<number> {
    const server = net.createServer((socket) => {
      sockets.push(socket);
      handler(socket);
    });
    servers.push(server);
    return listen(server);
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) await closeServer(server);
  });

  it("sends a request after its length and assembles the answer", async () => {
    const port = await serve((socket) => {
      socket.on("data", (chunk: Buffer) => {
        expect(chunk.toString("latin1")).to.equal("\0\0\0\bquestion");
        socket.write("\0\0");
        setImmediate(() => socket.write("\0\x06ans"));
        setImmediate(() => setImmediate(() => socket.write("wer")));
      });
    });
    for (const dial of [direct, channel]) {
      const framed = await exchange(dial, { host: "127.0.0.1", port, request, timeoutMs: 20_000 });
      expect(framed.ok && framed.answer.toString()).to.equal("answer");
    }
  });

  const failing: [string, (socket: Socket) => void, string][] = [
    ["silence", () => undefined, "timeout"],
    ["a closed connection", (socket) => socket.end(), "lost"],
    ["another protocol", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n"), "lost"],
  ];
  for (const [title, handler, kind] of failing) {
    it(`reports ${title}`, async () => {
      const port = await serve(handler);
      const framed = await exchange(direct, {
        host: "127.0.0.1",
        port,
        request,
        timeoutMs: kind === "timeout" ? 100 : 20_000,
      });
      expect(framed).to.have.nested.property("failure.kind", kind);
    });
  }

  it("reports a port where nothing listens", async () => {
    const framed = await exchange(channel, { host: "127.0.0.1", port: await freePort(), request, timeoutMs: 20_000 });
    expect(framed).to.have.nested.property("failure.kind", "unreachable");
  });
});
