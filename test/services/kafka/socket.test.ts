import { expect } from "chai";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { asSocket, socketFactory } from "../../../src/services/kafka/socket.ts";

const nothing = () => undefined;

describe("services/kafka/socket", () => {
  it("connects when the stream opens, not before", () => {
    let connected = 0;
    const stream = new PassThrough();
    asSocket(stream, () => connected++);
    expect(connected).to.equal(0);
    stream.emit("connect");
    expect(connected).to.equal(1);
  });

  it("has the methods of a socket that kafkajs calls", () => {
    const socket = asSocket(new PassThrough(), nothing);
    expect(socket.setKeepAlive(true, 1).setNoDelay().setTimeout(1).ref().unref()).to.equal(socket);
  });

  it("keeps a socket's own methods", () => {
    let set = false;
    const stream = Object.assign(new PassThrough(), { setNoDelay: () => (set = true) });
    asSocket(stream, nothing).setNoDelay();
    expect(set).to.equal(true);
  });

  it("emits an error if a stream closes before it opens", async () => {
    const stream = new PassThrough();
    const failed = once(asSocket(stream, nothing), "error");
    stream.destroy();
    expect(await failed)
      .to.have.nested.property("[0].message")
      .that.contains("before it was open");
  });

  it("emits an end if a stream closes without one", async () => {
    const stream = new PassThrough();
    const ended = once(asSocket(stream, nothing), "end");
    stream.emit("connect");
    stream.destroy();
    await ended;
  });

  it("emits an error once", async () => {
    const stream = new PassThrough();
    const errors: Error[] = [];
    asSocket(stream, nothing).on("error", (error) => errors.push(error));
    stream.destroy(new Error("refused"));
    await new Promise((resolve) => stream.once("close", resolve));
    expect(errors.map(({ message }) => message)).to.deep.equal(["refused"]);
  });

  it("destroys a stream that kafkajs has ended, even if the peer does not end it", async () => {
    const stream = new PassThrough();
    const socket = asSocket(stream, nothing);
    stream.emit("connect");
    socket.end();
    await once(stream, "close");
    expect(stream.destroyed).to.equal(true);
  });

  it("dials the resolved address", () => {
    const dialled: unknown[] = [];
    const dial = (host: string, port: number) => {
      dialled.push([host, port]);
      return new PassThrough();
    };
    const factory = socketFactory(dial, (address) => ({ ...address, host: "fd00::1" }));
    factory({ host: "seed", port: 9092, ssl: {}, onConnect: nothing });
    expect(dialled).to.deep.equal([["fd00::1", 9092]]);
  });
});
