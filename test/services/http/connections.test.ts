import { expect } from "chai";
import { execFile } from "node:child_process";
import http from "node:http";
import https from "node:https";
import type { Server, Socket } from "node:net";
import { Duplex } from "node:stream";
import { promisify } from "node:util";
import type { Outcome } from "../../../src/errors/fault.ts";
import type { Dial } from "../../../src/module/contract.ts";
import { openHttp } from "../../../src/services/http/http.ts";
import type { Reply } from "../../../src/services/http/reply.ts";
import { cert, key } from "../certificate.ts";
import { channel, direct, closeServer, listen } from "../loopback.ts";

const plain = { timeout: 20, validateCerts: true };
const codeOf = (outcome: Outcome<Reply>) => (outcome.ok ? outcome.value.status : outcome.faults[0].code);

describe("services/http/connection and pool", () => {
  let server: Server;
  let url: string;
  let sockets: Socket[];

  async function serve(handler: http.RequestListener): Promise<void> {
    sockets = [];
    server = http.createServer(handler).on("connection", (socket: Socket) => sockets.push(socket));
    url = `http://127.0.0.1:${await listen(server)}/`;
  }

  const closed = (socket: Socket | undefined) =>
    new Promise<void>((resolve) => (!socket || socket.closed ? resolve() : socket.once("close", () => resolve())));

  afterEach(() => closeServer(server));

  for (const [name, dial] of Object.entries({ "a socket": direct, "a channel": channel })) {
    it(`uses one connection for several reads over ${name}, and closes it with the client`, async () => {
      await serve((_request, response) => response.end("ok"));
      const client = openHttp(dial);
      for (let i = 0; i < 3; i++) expect(codeOf(await client.reader.get({ ...plain, url }))).to.equal(200);
      expect(sockets).to.have.length(1);
      await client.close();
      await closed(sockets[0]);
    });
  }

  it("does not reuse an unverified connection for a verified request", async () => {
    server = https.createServer({ key, cert }, (_request, response) => response.end("ok"));
    const port = await listen(server);
    const client = openHttp(() => direct("127.0.0.1", port));
    const request = { url: `https://localhost:${port}/`, timeout: 20 };
    const codes: unknown[] = [];
    for (const validateCerts of [false, false, true]) {
      codes.push(codeOf(await client.reader.get({ ...request, validateCerts })));
    }
    expect(codes).to.deep.equal([200, 200, "services/http-tls"]);
    await client.close();
  });

  it("reads over a new connection after the server has closed an idle one", async () => {
    await serve((_request, response) => response.end("ok"));
    const { reader } = openHttp(direct);
    await reader.get({ ...plain, url });
    sockets[0]?.end();
    await closed(sockets[0]);
    expect(codeOf(await reader.get({ ...plain, url }))).to.equal(200);
    expect(sockets).to.have.length(2);
  });

  it("repeats a read if the server closes the connection at that moment", async () => {
    let count = 0;
    await serve((request, response) => {
      count += 1;
      if (count === 2) request.socket.destroy();
      else response.end("ok");
    });
    const { reader } = openHttp(direct);
    const codes = [codeOf(await reader.get({ ...plain, url })), codeOf(await reader.get({ ...plain, url }))];
    expect({ codes, count }).to.deep.equal({ codes: [200, 200], count: 3 });
  });

  it("neither sends a write over a used connection nor repeats it", async () => {
    const written: Socket[] = [];
    await serve((request, response) => {
      if (request.method === "GET") {
        response.end("ok");
        return;
      }
      written.push(request.socket);
      request.socket.destroy();
    });
    const { reader, writer } = openHttp(direct);
    await reader.get({ ...plain, url });
    expect(codeOf(await writer.request({ ...plain, url, method: "POST" }))).to.equal("services/http-lost");
    expect(written).to.have.length(1);
    expect(written[0]).not.to.equal(sockets[0]);
  });

  it("closes the connection of a write", async () => {
    await serve((_request, response) => response.end("ok"));
    const { writer } = openHttp(direct);
    await writer.request({ ...plain, url, method: "POST" });
    await closed(sockets[0]);
  });

  it("times out if a connection never opens, and destroys its stream", async () => {
    await serve(() => undefined);
    const stream = new Duplex({ read: () => undefined, write: () => undefined });
    const { reader } = openHttp(() => stream);
    const outcome = await reader.get({ ...plain, url, timeout: 0.1 });
    expect(codeOf(outcome)).to.equal("services/http-timeout");
    expect(stream.destroyed).to.equal(true);
  });

  it("reports a stream that closes before it is open", async () => {
    await serve(() => undefined);
    const dial: Dial = () => {
      const stream = new Duplex({ read: () => undefined, write: () => undefined });
      setImmediate(() => stream.destroy());
      return stream;
    };
    const outcome = await openHttp(dial).reader.get({ ...plain, url });
    expect(outcome.ok ? "" : outcome.faults[0].message).to.contain("closed before it was open");
  });

  it("survives an error of a stream that it has abandoned", async () => {
    await serve(() => undefined);
    const late = (_error: Error | null, done: (error: Error) => void) => {
      setTimeout(() => done(new Error("late")), 20);
    };
    const stream = new Duplex({ read: () => undefined, write: () => undefined, destroy: late });
    const outcome = await openHttp(() => stream).reader.get({ ...plain, url, timeout: 0.05 });
    expect(codeOf(outcome)).to.equal("services/http-timeout");
    await new Promise((resolve) => stream.once("close", resolve));
  });

  it("lets the process end while a connection is idle", async () => {
    await serve((_request, response) => response.end("ok"));
    const script = `
      import net from "node:net";
      import { openHttp } from ${JSON.stringify(new URL("../../../src/services/http/http.js", import.meta.url).href)};
      const { reader } = openHttp((host, port) => net.connect(port, host));
      const reply = await reader.get({ url: ${JSON.stringify(url)}, timeout: 20, validateCerts: true });
      process.stdout.write(String(reply.ok));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 3000,
    });
    expect(stdout).to.equal("true");
  });
});
