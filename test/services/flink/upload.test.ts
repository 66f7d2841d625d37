import { expect } from "chai";
import { createHash } from "node:crypto";
import net, { type Server } from "node:net";
import type { Outcome } from "../../../src/errors/fault.ts";
import type { Dial } from "../../../src/module/contract.ts";
import { openHttp } from "../../../src/services/http/http.ts";
import type { Reply } from "../../../src/services/http/reply.ts";
import type { Content } from "../../../src/module/content.ts";
import { type Upload, uploadFile } from "../../../src/services/flink/upload.ts";
import { fakeServer } from "../fake-server.ts";
import { channel, direct, closeServer, listen } from "../loopback.ts";

const bytes = Buffer.alloc(300_000, "PK\u0001\r\n--");

/** A file in chunks; `announced` determines its announced size and hash. */
function content(announced = bytes): Content {
  const sha256 = createHash("sha256").update(announced).digest("hex");
  return {
    label: "job.jar",
    size: announced.length,
    sha256,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
    },
  };
}

function upload(dial: Dial, url: string, file: Upload): Promise<Outcome<Reply>> {
  return uploadFile(openHttp(dial).writer, { url, seconds: 20 }, file);
}

describe("services/flink/upload", () => {
  let server: Server;

  afterEach(() => closeServer(server));

  for (const [name, dial] of Object.entries({ "a socket": direct, "a channel": channel })) {
    it(`sends the file as one part with its content length over ${name}`, async () => {
      const fake = await fakeServer(() => [200, { status: "success" }]);
      server = fake.server;
      const file = { field: "jarfile", name: "t-1.jar", content: content() };
      const reply = await upload(dial, `${fake.url}/jars/upload`, file);
      expect(reply.ok && reply.value.json).to.deep.equal({ status: "success" });
      const [request] = fake.requests;
      expect(request?.headers["content-length"]).to.equal(String(request?.body.length));
      const boundary = /boundary=(.+)$/.exec(request?.headers["content-type"] ?? "")?.[1] ?? "";
      const [before, part, after] = request?.body.split(`--${boundary}`) ?? [];
      expect([before, after]).to.deep.equal(["", "--\r\n"]);
      expect(part).to.contain('name="jarfile"; filename="t-1.jar"');
      expect(part?.slice(part.indexOf("\r\n\r\n") + 4, -2)).to.equal(bytes.toString("latin1"));
    });
  }

  it("does not complete the upload of a file that changed while it was read", async () => {
    const fake = await fakeServer(() => [200, {}]);
    server = fake.server;
    const file = { field: "f", name: "n", content: content(Buffer.alloc(bytes.length, "x")) };
    const reply = await upload(direct, fake.url, file);
    expect(reply.ok ? "" : reply.faults[0].message).to.contain("the file changed while it was sent");
    expect(fake.requests).to.deep.equal([]);
  });

  it("returns an error answer that arrives before the end", async () => {
    server = net.createServer((socket) => {
      socket.on("error", () => socket.destroy()).resume();
      socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig");
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    const reply = await upload(direct, url, { field: "f", name: "n", content: content() });
    expect(reply.ok && [reply.value.status, reply.value.content]).to.deep.equal([413, "big"]);
  });

  it("reports a lost connection", async () => {
    server = net.createServer((socket) => socket.destroy());
    const url = `http://127.0.0.1:${await listen(server)}`;
    const reply = await upload(direct, url, { field: "f", name: "n", content: content() });
    expect(reply.ok ? "" : reply.faults[0].code).to.equal("services/flink-upload");
  });
});
