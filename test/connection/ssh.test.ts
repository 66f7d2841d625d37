import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, Socket, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import ssh2 from "ssh2";
import { openSsh } from "../../src/connection/ssh.ts";
import type { Fault } from "../../src/errors/fault.ts";

const HOST_KEY = ssh2.utils.generateKeyPairSync("ed25519");

describe("connection/ssh", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-ssh-"));
    writeFileSync(join(folder, "key"), ssh2.utils.generateKeyPairSync("ed25519").private);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Tries to log in at a server; returns why it failed. */
  async function faultAt(
    server: Server | ssh2.Server,
    timeout = 5,
    known = (port: number) => `[127.0.0.1]:${port} ${HOST_KEY.public}\n`,
  ): Promise<Fault | undefined> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, "known_hosts"), known(port));
    const files = { privateKeyFile: join(folder, "key"), knownHostsFile: join(folder, "known_hosts") };
    const connection = { type: "ssh", address: "127.0.0.1", port, timeout, user: "alice", ...files } as const;
    try {
      const opened = await openSsh("one", connection, { name: "somebody", home: folder, agent: undefined });
      return opened.ok ? undefined : opened.faults[0];
    } finally {
      server.close();
    }
  }

  it("switches Nagle's algorithm off before the first byte, on the socket that connects", async () => {
    const own = Object.getOwnPropertyDescriptor(Socket.prototype, "connect");
    const calls: unknown[] = [];
    const connect = Reflect.get(Socket.prototype, "connect") as (...args: unknown[]) => Socket;
    Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
      calls.push(...args.flat().filter((each) => typeof each === "object" && each !== null && "noDelay" in each));
      return connect.apply(this, args);
    };
    try {
      await faultAt(createServer((socket) => socket.end()));
    } finally {
      if (own) Object.defineProperty(Socket.prototype, "connect", own);
    }
    expect(calls).to.have.length(1);
    expect(calls[0]).to.include({ noDelay: true });
  });

  it("quotes a server that refuses the connection instead of greeting", async () => {
    const fault = await faultAt(createServer((socket) => socket.end("Not allowed\r\nat this time\r\n")));
    expect(fault?.code).to.equal("connection/closed");
    expect(fault?.message).to.match(/before the SSH greeting, saying: Not allowed at this time\.$/);
  });

  it("says that the certificates of an authority in known_hosts are not supported", async () => {
    const other = ssh2.utils.generateKeyPairSync("ed25519").public;
    const server = new ssh2.Server({ hostKeys: [HOST_KEY.private] }, (client) => client.on("error", () => undefined));
    const fault = await faultAt(server, 5, (port) => `# first\n@cert-authority [127.0.0.1]:${port} ${other}\n`);
    expect(fault?.code).to.equal("connection/host-certificate");
    expect(fault?.message).to.include("known_hosts:2 trusts the certificates of an authority");
  });

  it("quotes a server that closes the connection during the login", async () => {
    const banner = "Your account has expired; please contact your\nsystem administrator.";
    const fault = await faultAt(
      new ssh2.Server({ hostKeys: [HOST_KEY.private], banner }, (client) => {
        client.on("authentication", () => client.end());
        client.on("error", () => undefined);
      }),
    );
    expect(fault?.code).to.equal("connection/closed");
    expect(fault?.message).to.match(
      /during the login of alice, saying: Your account has expired; please contact your system administrator\.$/,
    );
  });

  it("reports a login that does not finish as such, not as a missing greeting", async () => {
    const fault = await faultAt(
      new ssh2.Server({ hostKeys: [HOST_KEY.private] }, (client) => {
        client.on("authentication", () => undefined);
        client.on("error", () => undefined);
      }),
      1,
    );
    expect(fault?.code).to.equal("connection/slow-login");
    expect(fault?.message).to.include("the login of alice did not finish within 1 s");
  });
});
