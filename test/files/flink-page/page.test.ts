import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect } from "chai";
import { createPage } from "../../../files/flink-page/page.ts";

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<Server> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("files/flink-page", () => {
  const servers: Server[] = [];
  let asked: string[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
    asked = [];
  });

  /** The address of the page of a Flink that answers like this. */
  async function pageOf(handler: Handler): Promise<string> {
    const flink = await listening(
      createServer((incoming, outgoing) => {
        asked.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
        handler(incoming, outgoing);
      }),
    );
    const page = await listening(createPage({ host: "127.0.0.1", port: portOf(flink) }));
    servers.push(page, flink);
    return `http://127.0.0.1:${portOf(page)}`;
  }

  it("shows what Flink answers, with its status and type", async () => {
    const page = await pageOf((_, outgoing) =>
      outgoing.writeHead(404, { "content-type": "application/json" }).end('{"a": 1}'),
    );
    const reply = await fetch(`${page}/jobs/overview?a=b%20c`);
    expect(reply.status).to.equal(404);
    expect(reply.headers.get("content-type")).to.equal("application/json");
    expect(await reply.json()).to.deep.equal({ a: 1 });
    expect(asked).to.deep.equal(["GET /jobs/overview?a=b%20c"]);
  });

  it("refuses whatever could start, change or end a job, before Flink sees it", async () => {
    const page = await pageOf((_, outgoing) => outgoing.end());
    for (const method of ["POST", "PATCH", "PUT", "DELETE", "OPTIONS"]) {
      const reply = await fetch(`${page}/jars/upload`, { method });
      expect(reply.status, method).to.equal(403);
      expect(await reply.text()).to.include("only shows");
    }
    for (const path of [
      "/jobs/1/yarn-cancel",
      "/jobs/1/yarn-stop",
      "/v1/jobs/1/YARN-cancel",
      "/jobs/1/y%61rn-cancel",
    ]) {
      expect((await fetch(`${page}${path}`)).status, path).to.equal(403);
    }
    expect(asked).to.deep.equal([]);
  });

  it("passes no second request along with the first", async () => {
    const page = await pageOf((_, outgoing) => outgoing.end("{}"));
    const socket = connect(Number(new URL(page).port), "127.0.0.1");
    socket.end(
      "GET /overview HTTP/1.1\r\nHost: a\r\nContent-Length: 33\r\nConnection: close\r\n\r\nPOST /jars/upload HTTP/1.1\r\n\r\n123",
    );
    socket.resume();
    await once(socket, "close");
    expect(asked).to.deep.equal(["GET /overview"]);
  });

  it("answers 502 while Flink does not run, and ends an answer that Flink ends early", async () => {
    const page = await listening(createPage({ host: "127.0.0.1", port: 1 }));
    servers.push(page);
    const reply = await fetch(`http://127.0.0.1:${portOf(page)}/`);
    expect(reply.status).to.equal(502);
    expect(await reply.text()).to.include("Flink cannot be reached");
    const broken = await pageOf((_, outgoing) => {
      outgoing.writeHead(200, { "content-length": "100" }).write("half", () => outgoing.destroy());
    });
    const error = await fetch(broken)
      .then((answer) => answer.text())
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error);
  });
});
