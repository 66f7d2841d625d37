import { expect } from "chai";
import http from "node:http";
import https from "node:https";
import net, { type Server } from "node:net";
import { gzipSync } from "node:zlib";
import type { Outcome } from "../../../src/errors/fault.ts";
import type { Dial } from "../../../src/module/contract.ts";
import type { Reply } from "../../../src/services/http/reply.ts";
import { KEPT } from "../../../src/services/http/body.ts";
import { openHttp } from "../../../src/services/http/http.ts";
import { parseUrl, shownUrl } from "../../../src/services/http/url.ts";
import { cert, key } from "../certificate.ts";
import { channel, direct, closeServer, freePort, listen } from "../loopback.ts";

const plain = { timeout: 20, validateCerts: true };
const client = (dial: Dial = direct) => openHttp(dial);

function value(outcome: Outcome<Reply>): Reply {
  if (!outcome.ok) throw new Error(outcome.faults[0].message);
  return outcome.value;
}

function fault(outcome: Outcome<Reply>) {
  if (outcome.ok) throw new Error("the request succeeded");
  return outcome.faults[0];
}

describe("services/http/http", () => {
  let server: Server;
  let base: string;

  async function serve(handler: http.RequestListener): Promise<void> {
    server = http.createServer(handler);
    base = `http://127.0.0.1:${await listen(server)}`;
  }

  /** Sends these bytes to everyone who asks. */
  async function raw(bytes: string, ends = false): Promise<void> {
    server = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => (ends ? socket.end(bytes) : socket.write(bytes)));
    });
    base = `http://127.0.0.1:${await listen(server)}`;
  }

  afterEach(() => closeServer(server));

  const echo: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(201, { "content-type": "application/json" });
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
  };

  for (const [name, dial] of Object.entries({ "a socket": direct, "a channel that opens later": channel })) {
    it(`sends a request and reads the answer over ${name}`, async () => {
      await serve(echo);
      const request = { ...plain, url: `${base}/a?b=c`, method: "PUT", headers: { "x-one": "1" }, body: "grün" };
      const reply = value(await client(dial).writer.request(request));
      expect(reply.status).to.equal(201);
      expect(reply.json).to.deep.include({ method: "PUT", url: "/a?b=c", body: "grün" });
      expect(reply.json).to.have.nested.property("headers.x-one", "1");
      expect(reply.json).to.have.nested.property("headers.content-length", "5");
    });
  }

  it("dials the address in the URL", async () => {
    await serve(echo);
    const dialled: [string, number][] = [];
    const port = Number(new URL(base).port);
    const dial: Dial = (host, dialledPort) => {
      dialled.push([host, dialledPort]);
      return direct("127.0.0.1", port);
    };
    value(await client(dial).reader.get({ ...plain, url: "http://broker.internal/status" }));
    value(await client(dial).reader.get({ ...plain, url: "http://[fd00::1]:8081/" }));
    expect(dialled).to.deep.equal([
      ["broker.internal", 80],
      ["fd00::1", 8081],
    ]);
  });

  it("sends HEAD", async () => {
    await serve((_request, response) => response.end("body"));
    const reply = value(await client().reader.head({ ...plain, url: base }));
    expect(reply).to.include({ status: 200, content: "" });
  });

  it("keeps the beginning of an endless body", async () => {
    await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65536)));
      };
      response.on("drain", more);
      more();
    });
    const reply = value(await client().reader.get({ ...plain, url: base }));
    expect(reply.truncated).to.equal(true);
    expect(reply.content).to.have.lengthOf(KEPT);
  });

  it("times out if an answer does not arrive or does not end", async () => {
    await serve((request, response) => {
      if (request.url === "/half") response.write("half");
    });
    for (const path of ["/never", "/half"]) {
      const timeout = fault(await client().reader.get({ url: base + path, timeout: 0.2, validateCerts: true }));
      expect(timeout.code).to.equal("services/http-timeout");
      expect(timeout.message).to.contain(path).and.contain("0.2 s");
    }
  });

  it("fails with what arrived if an answer that only the connection's end would end does not end in time", async () => {
    await raw("HTTP/1.1 200 OK\r\n\r\nfirst line\nsecond\u0007 line");
    for (const dial of [direct, channel]) {
      const timeout = fault(await client(dial).reader.get({ url: `${base}/`, timeout: 0.2, validateCerts: true }));
      expect(timeout.code).to.equal("services/http-timeout");
      expect(timeout.details).to.deep.equal([
        "Until then, 23 bytes of its body arrived:",
        "first line",
        "second\u0007 line",
      ]);
    }
  });

  it("fails with what arrived if a connection breaks in an answer that only its end would end", async () => {
    await raw("HTTP/1.1 200 OK\r\n\r\nhalf");
    const dial: Dial = (host, port) => {
      const stream = channel(host, port);
      // A channel that is lost closes without an end.
      stream.on("data", () => setImmediate(() => stream.destroy()));
      return stream;
    };
    const { code, details } = fault(await client(dial).reader.get({ ...plain, url: `${base}/` }));
    expect(code).to.equal("services/http-lost");
    expect(details).to.deep.equal(["Until then, 4 bytes of its body arrived:", "half"]);
  });

  it("cuts a long answer that only the connection's end would end", async () => {
    await raw(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(KEPT + 1)}`);
    expect(value(await client().reader.get({ ...plain, url: `${base}/` }))).to.include({ truncated: true });
  });

  it("accepts an answer that the connection's end ends", async () => {
    await raw("HTTP/1.1 200 OK\r\n\r\nwhole", true);
    for (const dial of [direct, channel]) {
      expect(value(await client(dial).reader.get({ ...plain, url: `${base}/` })).content).to.equal("whole");
    }
  });

  it("reports a lost connection", async () => {
    await serve((request) => request.socket.destroy());
    expect(fault(await client().reader.get({ ...plain, url: base })).code).to.equal("services/http-lost");
  });

  it("reports a port where nothing listens as missing", async () => {
    await serve(echo);
    for (const [scheme, dial] of [["http", direct] as const, ["https", channel] as const]) {
      const url = `${scheme}://127.0.0.1:${await freePort()}/`;
      expect(fault(await client(dial).reader.get({ ...plain, url }))).to.include({
        code: "services/http-unreachable",
        missing: true,
      });
    }
  });

  it("decodes a compressed answer, except to HEAD", async () => {
    await serve((request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(request.method === "HEAD" ? undefined : gzipSync('{"a": 1}'));
    });
    expect(value(await client().reader.get({ ...plain, url: base })).json).to.deep.equal({ a: 1 });
    expect(value(await client().reader.head({ ...plain, url: base })).content).to.equal("");
  });

  it("reports a corrupted compressed answer", async () => {
    await serve((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("plain"));
    const { code, message } = fault(await client().reader.get({ ...plain, url: base }));
    expect(code).to.equal("services/http-encoding");
    expect(message).to.equal(`The answer from ${base}/ cannot be decompressed: incorrect header check.`);
  });

  it("logs in with the user and password in a URL, unless a header does", async () => {
    await serve(echo);
    const url = base.replace("http://", "http://us%40er:p%3Aw@");
    const sent = async (headers: Readonly<Record<string, string>>) =>
      value(await client().writer.request({ ...plain, url, method: "POST", headers })).json;
    const basic = `Basic ${Buffer.from("us@er:p:w").toString("base64")}`;
    expect(await sent({})).to.have.nested.property("headers.authorization", basic);
    expect(await sent({ authorization: "mine" })).to.have.nested.property("headers.authorization", "mine");
  });

  it("rejects a request that cannot be sent", async () => {
    await serve(echo);
    for (const headers of [{ "x-a": "line\nbreak" }, { "transfer-encoding": "chunked" }] as const) {
      const { code, message } = fault(await client().reader.get({ ...plain, url: base, headers: { ...headers } }));
      expect(code, message).to.equal("services/http-request");
    }
  });

  it("does not show the password in a URL", async () => {
    await serve(echo);
    const url = `http://user:hunter22@127.0.0.1:${await freePort()}/`;
    const { message, hint } = fault(await client().reader.get({ ...plain, url }));
    expect(message + hint).not.to.contain("hunter22");
  });

  it("rejects an untrusted certificate unless validation is off", async () => {
    server = https.createServer({ key, cert }, (_request, response) => response.end("safe"));
    const url = `https://localhost:${await listen(server)}/`;
    const dial: Dial = (_host, port) => channel("127.0.0.1", port);
    expect(fault(await client(dial).reader.get({ ...plain, url })).code).to.equal("services/http-tls");
    const reply = value(await client(dial).reader.get({ ...plain, url, validateCerts: false }));
    expect(reply.content).to.equal("safe");
  });

  it("reports a server that does not speak TLS", async () => {
    await serve(echo);
    const url = base.replace("http:", "https:");
    const { code, message } = fault(await client().reader.get({ ...plain, url }));
    expect(code).to.equal("services/http-tls");
    expect(message).to.contain("failed: the server does not speak TLS on this port (wrong version number).");
  });

  it("reports a server that does not speak HTTP", async () => {
    for (const banner of [
      "SSH-2.0-OpenSSH_9.2\r\n",
      "220 mail ESMTP\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ]) {
      server = net.createServer((socket) =>
        socket
          .on("error", () => undefined)
          .end(banner)
          .resume(),
      );
      const url = `http://127.0.0.1:${await listen(server)}/`;
      const { code, message } = fault(await client().reader.get({ ...plain, url }));
      expect(code, message).to.equal("services/http-protocol");
      expect(message).to.contain("does not speak HTTP: ");
      await closeServer(server);
    }
  });

  it("gives up on headers without end", async () => {
    server = net.createServer((socket) => {
      socket.on("error", () => undefined).write("HTTP/1.1 200 OK\r\n");
      const more = () => {
        while (!socket.destroyed && socket.write(`X-A: ${"x".repeat(1000)}\r\n`));
      };
      socket.on("drain", more);
      more();
    });
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const { code } = fault(await client().reader.get({ ...plain, url }));
    expect(code).to.be.oneOf(["services/http-lost", "services/http-protocol"]);
  });

  it("accepts answers that have no body", async () => {
    await serve((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), {
        "content-type": "application/json",
        "content-encoding": "gzip",
      });
      response.end();
    });
    for (const status of [204, 304, 205]) {
      const reply = value(await client().reader.get({ ...plain, url: `${base}/${status}` }));
      expect(reply).to.include({ status, content: "" }).and.not.have.property("problem");
    }
  });
});

describe("services/http/url", () => {
  it("accepts http and https only", () => {
    expect(parseUrl("https://a/b").ok).to.equal(true);
    for (const text of ["ftp://a", "http://", "a:80"]) expect(parseUrl(text).ok, text).to.equal(false);
  });

  it("is shown without user and password", () => {
    expect(shownUrl(new URL("http://u:p@a:1/b?c=d"))).to.equal("http://a:1/b?c=d");
  });
});
