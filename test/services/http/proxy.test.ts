import { expect } from "chai";
import http from "node:http";
import https from "node:https";
import net, { type Server } from "node:net";
import { httpService } from "../../../src/services/http/http.ts";
import { cert, key } from "../certificate.ts";
import { channel, closeServer, direct, freePort, listen } from "../loopback.ts";

const plain = { timeout: 20, validateCerts: false };

describe("services/http/proxy", () => {
  const servers: Server[] = [];
  /** What the proxy was asked for, and by whom. */
  let asked: string[];

  beforeEach(() => (asked = []));
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => closeServer(server)));
  });

  async function start(server: Server): Promise<number> {
    servers.push(server);
    return listen(server);
  }

  /** A proxy that answers requests itself, and opens tunnels with that answer. */
  async function startProxy(answer = "HTTP/1.1 200 Connection established\r\n\r\n"): Promise<string> {
    const proxy = http.createServer((request, response) => {
      asked.push(`${String(request.method)} ${String(request.url)} ${request.headers["proxy-authorization"] ?? "-"}`);
      response.end(`through the proxy for ${String(request.headers.host)}`);
    });
    proxy.on("connect", (request: http.IncomingMessage, client: net.Socket) => {
      asked.push(`CONNECT ${String(request.url)} ${request.headers["proxy-authorization"] ?? "-"}`);
      client.on("error", () => undefined);
      client.write(answer);
      if (!answer.includes(" 200 ")) {
        client.end();
        return;
      }
      const [host = "", port] = String(request.url).split(":");
      const upstream = net.connect(Number(port), host);
      upstream.on("error", () => client.destroy());
      upstream.pipe(client).pipe(upstream);
    });
    return `http://127.0.0.1:${await start(proxy)}`;
  }

  const get = async (url: string, proxy: string, dial = direct) => {
    const client = httpService.open(dial, { origin: new URL(url).origin });
    const outcome = await client.reader.get({ ...plain, url, proxy });
    await client.close();
    return outcome;
  };

  it("gets the whole URL of a plain request, without its login, and the proxy's own login", async () => {
    const proxy = (await startProxy()).replace("//", "//me:p%40ss@");
    const outcome = await get("http://a:b@no-such-host.example:8080/x?y=z", proxy);
    if (!outcome.ok) throw new Error(outcome.faults[0].message);
    expect(outcome.value.content).to.equal("through the proxy for no-such-host.example:8080");
    const login = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    expect(asked).to.deep.equal([`GET http://no-such-host.example:8080/x?y=z ${login}`]);
  });

  for (const [name, dial] of Object.entries({ "a socket": direct, "a channel that opens later": channel })) {
    it(`opens a tunnel for https over ${name}`, async () => {
      const port = await start(
        https.createServer({ key, cert }, (request, response) => response.end(`at ${String(request.url)}`)),
      );
      const outcome = await get(`https://127.0.0.1:${port}/x`, await startProxy(), dial);
      if (!outcome.ok) throw new Error(outcome.faults[0].message);
      expect(outcome.value.content).to.equal("at /x");
      expect(asked).to.deep.equal([`CONNECT 127.0.0.1:${port} -`]);
    });
  }

  it("reports what the proxy answers instead of a tunnel", async () => {
    for (const [answer, said] of [
      ["HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "HTTP/1.1 407 Proxy Authentication Required"],
      ["SSH-2.0-OpenSSH_9.2\r\n\r\n", "it does not speak HTTP"],
    ] as const) {
      const outcome = await get("https://192.0.2.1/", await startProxy(answer));
      const fault = outcome.ok ? undefined : outcome.faults[0];
      expect(fault?.code).to.equal("services/http-unreachable");
      expect(fault?.message).to.include("opens no tunnel to 192.0.2.1:443").and.include(said);
    }
  });

  it("reports that nothing answers at the proxy", async () => {
    const proxy = `http://127.0.0.1:${await freePort()}`;
    for (const url of ["https://192.0.2.1/", "http://192.0.2.1/"]) {
      const outcome = await get(url, proxy);
      expect(outcome.ok ? "" : outcome.faults[0].code, url).to.equal("services/http-unreachable");
    }
  });
});
