import { createServer, Socket, type AddressInfo } from "node:net";
import { expect } from "chai";
import { openSsh } from "../../src/connection/ssh.ts";

describe("connection/ssh", () => {
  it("switches Nagle's algorithm off before the first byte, on the socket that connects", async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const own = Object.getOwnPropertyDescriptor(Socket.prototype, "setNoDelay");
    const calls: { noDelay: boolean | undefined; pending: boolean }[] = [];
    Socket.prototype.setNoDelay = function (noDelay) {
      calls.push({ noDelay, pending: this.pending });
      return this;
    };
    try {
      const unset = { user: undefined, privateKeyFile: undefined, knownHostsFile: undefined };
      const connection = { type: "ssh", address: "127.0.0.1", port, timeout: 5, ...unset } as const;
      await openSsh("one", connection, { name: "somebody", home: "/nonexistent", agent: "/nonexistent" });
    } finally {
      if (own) Object.defineProperty(Socket.prototype, "setNoDelay", own);
      server.close();
    }
    expect(calls).to.deep.equal([{ noDelay: true, pending: true }]);
  });
});
