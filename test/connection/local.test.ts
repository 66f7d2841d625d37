import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { openLocal } from "../../src/connection/local.ts";

describe("connection/local", () => {
  it("returns the exit status and both streams of a command separately", async () => {
    const channel = await openLocal().exec("cat; echo bad >&2; exit 3");
    channel.stdin.end("given");
    const [out, err] = await Promise.all([text(channel.stdout), text(channel.stderr)]);
    expect([out, err, await channel.ended]).to.deep.equal(["given", "bad\n", { exit: 3 }]);
  });

  it("reports the signal that ended a command", async () => {
    const channel = await openLocal().exec("kill -KILL $$");
    expect(await channel.ended).to.deep.equal({ signal: "SIGKILL" });
  });

  it("reports the end of a command whose output another process holds open", async () => {
    const channel = await openLocal().exec("sleep 1000 & echo $!; kill -KILL $$");
    let output = "";
    channel.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    expect(await channel.ended).to.deep.equal({ signal: "SIGKILL" });
    process.kill(Number(output));
  });

  it("ends a command and its children", async () => {
    const channel = await openLocal().exec("sleep 1000");
    channel.kill();
    expect(await channel.ended).to.deep.equal({ signal: "SIGKILL" });
  });

  it("runs commands in their own process group, which Ctrl-C at the terminal does not reach", async () => {
    const channel = await openLocal().exec("cut -d' ' -f5 /proc/$$/stat; echo $$");
    const [group, pid] = (await text(channel.stdout)).trim().split("\n");
    expect(group).to.equal(pid);
  });

  it("ends running commands when it is closed", async () => {
    const host = openLocal();
    const channel = await host.exec("cat");
    host.close();
    expect(await channel.ended).to.have.property("exit", 0);
  });

  it("reaches ports directly", async () => {
    const server = createServer((socket) => socket.end("hello")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const socket = openLocal().dial("127.0.0.1", typeof address === "object" && address ? address.port : 0);
    expect(await text(socket)).to.equal("hello");
    server.close();
  });
});
