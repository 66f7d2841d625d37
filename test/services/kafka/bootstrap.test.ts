import { expect } from "chai";
import net, { type Server } from "node:net";
import { kafkaFault } from "../../../src/errors/catalogue/services/kafka.ts";
import type { Dial } from "../../../src/module/contract.ts";
import { findSilent, nameLeaderless, openBootstrap } from "../../../src/services/kafka/bootstrap.ts";
import { direct, closeServer, freePort, listen } from "../loopback.ts";
import { metadataFrame } from "./fixtures.ts";

describe("services/kafka/bootstrap", () => {
  let broker: Server;
  let alive: number;
  let dead: number;
  let dialled: number[];
  const dial: Dial = (host, port) => {
    dialled.push(port);
    return direct(host, port);
  };
  const at = (port: number) => `127.0.0.1:${port}`;

  beforeEach(async () => {
    dialled = [];
    broker = net.createServer((socket) => socket.on("data", () => socket.write(metadataFrame)));
    alive = await listen(broker);
    dead = await freePort();
  });

  afterEach(() => closeServer(broker));

  it("queries the next broker if one does not answer, and then starts with that one", async () => {
    const bootstrap = openBootstrap(dial, [at(dead), at(alive)]);
    const metadata = await bootstrap.metadata(["two"]);
    expect(metadata.ok && metadata.value.topics.map(({ name }) => name)).to.deep.equal(["two"]);
    expect(await bootstrap.seed()).to.deep.equal({ ok: true, value: { host: "127.0.0.1", port: alive } });
    expect(dialled).to.deep.equal([dead, alive, alive]);
  });

  it("names every broker if none answers, and reports them as missing", async () => {
    const outcome = await openBootstrap(direct, [at(dead)]).seed();
    if (outcome.ok) throw new Error("something answered");
    const [fault] = outcome.faults;
    expect(fault).to.include({ code: "services/kafka-unreachable", missing: true });
    expect(fault.message).to.contain(at(dead));
    expect(fault.details?.[0]).to.contain("ECONNREFUSED");
  });

  it("finds the listed brokers that do not answer", async () => {
    const brokers = [
      { id: 1, host: "127.0.0.1", port: alive },
      { id: 2, host: "127.0.0.1", port: dead },
    ];
    const silent = await findSilent(direct, brokers);
    expect(silent.map((one) => one.broker.id)).to.deep.equal([2]);
  });

  it("leaves other faults unchanged", async () => {
    const bootstrap = openBootstrap(dial, [at(alive)]);
    const fault = kafkaFault("services/kafka-failed", { what: "a", reason: "b" });
    expect(await nameLeaderless(bootstrap, fault)).to.equal(fault);
    expect(dialled).to.deep.equal([]);
  });
});
