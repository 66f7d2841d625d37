import { once } from "node:events";
import { Duplex, PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import type { ClientChannel } from "ssh2";
import { ForwardedSocket } from "../../src/connection/forward.ts";

type Done = (error: Error | undefined, channel: ClientChannel) => void;

/** A channel that echoes what it is sent. The test decides when the server opens it. */
function opening() {
  const sent = new PassThrough();
  const channel = Duplex.from({ readable: sent, writable: sent }) as unknown as ClientChannel;
  channel.on("error", () => undefined);
  let done: Done = () => undefined;
  const socket = new ForwardedSocket((given) => {
    done = given;
  });
  return { socket, channel, open: () => done(undefined, channel), refuse: (error: Error) => done(error, channel) };
}

describe("connection/forward", () => {
  it("holds back writes until the channel is open", async () => {
    const { socket, open } = opening();
    socket.write("one ");
    socket.end("two");
    open();
    expect(await text(socket)).to.equal("one two");
  });

  it("delivers everything that arrived before the channel closed to a slow reader", async () => {
    const { socket, channel, open } = opening();
    open();
    channel.write("x".repeat(10_000));
    channel.end();
    await once(channel, "close");
    expect(await text(socket)).to.have.length(10_000);
  });

  it("closes without an end if the channel breaks", async () => {
    const { socket, channel, open } = opening();
    open();
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    channel.destroy();
    await closed;
    expect(socket.readableEnded).to.equal(false);
  });

  it("emits connect once the channel is open", async () => {
    const { socket, open } = opening();
    const connected = new Promise((resolve) => socket.once("connect", resolve));
    open();
    await connected;
    socket.destroy();
  });

  it("fails with the server's refusal", async () => {
    const { socket, refuse } = opening();
    const failed = new Promise<Error>((resolve) => socket.once("error", resolve));
    socket.write("lost");
    refuse(new Error("administratively prohibited"));
    expect((await failed).message).to.equal("administratively prohibited");
    expect(socket.destroyed).to.equal(true);
  });

  it("destroys a channel that opens after the socket was destroyed", () => {
    const { socket, channel, open } = opening();
    socket.destroy();
    open();
    expect(channel.destroyed).to.equal(true);
  });
});
