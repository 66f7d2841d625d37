import net from "node:net";
import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import { openAdmin } from "../../../src/services/kafka/admin.ts";
import { closeServer, direct, listen } from "../loopback.ts";

describe("services/kafka/admin", () => {
  let broker: net.Server;
  let port: number;

  before(async () => {
    broker = net.createServer((socket) => socket.on("data", (request) => socket.write(apiVersions(request))));
    port = await listen(broker);
  });
  after(() => closeServer(broker));

  // kafkajs keeps the metadata of one request at a time: several offsets read at once failed now and then.
  it("runs requests one after the other, also after one that fails", async () => {
    const admin = openAdmin(direct, () => Promise.resolve(good({ host: "127.0.0.1", port })));
    const seen: string[] = [];
    const request = (name: string, fails: boolean) =>
      admin.use(name, async () => {
        seen.push(`begin ${name}`);
        await new Promise(setImmediate);
        seen.push(`end ${name}`);
        if (fails) throw new Error("no answer");
        return name;
      });
    const outcomes = await Promise.all([request("a", false), request("b", true), request("c", false)]);
    expect(outcomes.map(({ ok }) => ok)).to.deep.equal([true, false, true]);
    expect(seen).to.deep.equal(["begin a", "end a", "begin b", "end b", "begin c", "end c"]);
    await admin.close();
  });
});

/** A broker's answer that lists the versions of ApiVersions and Metadata only: all that kafkajs asks for when it connects. */
function apiVersions(request: Buffer): Buffer {
  const version = request.readInt16BE(6);
  const correlation = request.subarray(8, 12);
  const versions = [
    ...[0, 0, 0, 0, 0, 2],
    ...[0, 18, 0, 0, 0, 2],
    ...[0, 3, 0, 0, 0, 6],
    ...(version > 0 ? [0, 0, 0, 0] : []),
  ];
  const body = Buffer.concat([correlation, Buffer.from(versions)]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}
