import { expect } from "chai";
import net, { type Server, type Socket } from "node:net";
import { ForwardedSocket } from "../../../src/connection/forward.ts";
import type { Dial } from "../../../src/module/contract.ts";
import { openHttp } from "../../../src/services/http/http.ts";
import { channel, closeServer, direct, listen } from "../loopback.ts";

/** The server's side of a stall, and what the fault says that it waited for. */
interface Stall {
  readonly scheme: "http" | "https";
  readonly proxy?: true;
  readonly serve?: (socket: Socket) => void;
  readonly dial?: Dial;
  readonly waitsFor?: string;
}

/** sshd has not answered the request for a channel. */
const unopened: Dial = () => new ForwardedSocket(() => undefined);

const drip = (socket: Socket) => {
  socket.write("HTTP/1.1 200 OK\r\n");
  const timer = setInterval(() => socket.write("x: y\r\n"), 10);
  socket.on("close", () => clearInterval(timer));
};

const STALLS: Readonly<Record<string, Stall>> = {
  "accepts and never answers": { scheme: "http" },
  "sends headers without end": { scheme: "http", serve: drip },
  "never begins the TLS handshake": { scheme: "https", waitsFor: "the server to finish the TLS handshake" },
  "stops in the middle of the TLS handshake": {
    scheme: "https",
    serve: (socket) => socket.once("data", () => socket.write(Buffer.from([22, 3, 3, 0, 100, 2]))),
    waitsFor: "the server to finish the TLS handshake",
  },
  "is a proxy that opens no tunnel": {
    scheme: "https",
    proxy: true,
    waitsFor: "the proxy 127.0.0.1:PORT to open a tunnel",
  },
  "is a proxy that opens a tunnel and passes nothing on": {
    scheme: "https",
    proxy: true,
    serve: (socket) => socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\n\r\n")),
    waitsFor: "the server to finish the TLS handshake",
  },
  "is a proxy that never answers": { scheme: "http", proxy: true },
  "is behind a channel that sshd does not open": {
    scheme: "http",
    dial: unopened,
    waitsFor: "the server to accept the connection",
  },
  "is a proxy behind such a channel": {
    scheme: "https",
    proxy: true,
    dial: unopened,
    waitsFor: "the proxy 127.0.0.1:PORT to accept the connection",
  },
};

describe("services/http: a server that stalls", () => {
  let server: Server;
  afterEach(() => closeServer(server));

  for (const [what, { scheme, proxy, serve, dial, waitsFor }] of Object.entries(STALLS)) {
    for (const [how, ownDial] of Object.entries(
      dial ? { "a channel": dial } : { "a socket": direct, "a channel": channel },
    )) {
      it(`${what}: the request fails in time, over ${how}`, async () => {
        const sockets: Socket[] = [];
        server = net.createServer((socket) => {
          sockets.push(socket.on("error", () => undefined));
          serve?.(socket);
        });
        const port = await listen(server);
        const address = `127.0.0.1:${port}`;
        const url = `${scheme}://${proxy ? "far.example.org" : address}/`;
        const given = proxy ? { proxy: `http://${address}` } : {};
        const client = openHttp(ownDial);
        const outcome = await client.reader.get({ url, timeout: 0.2, validateCerts: true, ...given });
        await client.close();
        for (const socket of sockets) socket.destroy();
        if (outcome.ok) throw new Error("it was answered");
        expect(outcome.faults[0].code).to.equal("services/http-timeout");
        const details = waitsFor === undefined ? [] : [`It waited for ${waitsFor.replace("PORT", String(port))}.`];
        expect(outcome.faults[0].details ?? []).to.deep.equal(details);
      });
    }
  }
});
