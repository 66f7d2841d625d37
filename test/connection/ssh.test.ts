import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, Socket, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import ssh2 from "ssh2";
import { openSsh } from "../../src/connection/ssh.ts";
import type { Fault } from "../../src/errors/fault.ts";
import { newKeyPair } from "./key-pair.ts";

const HOST_KEY = newKeyPair();

describe("connection/ssh", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-ssh-"));
    writeFileSync(join(folder, "key"), newKeyPair().private);
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
      const user = { name: "somebody", home: folder, agent: undefined };
      const opened = await openSsh("one", connection, user, { pauses: { busy: 5, penalty: 1000 }, lookEvery: 5000 });
      if (opened.ok) opened.value.close();
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
      await faultAt(createServer((socket) => socket.end("220 mail ready\r\n")));
    } finally {
      if (own) Object.defineProperty(Socket.prototype, "connect", own);
    }
    expect(calls).to.have.length(1);
    expect(calls[0]).to.include({ noDelay: true });
  });

  it("quotes a server that refuses the connection instead of greeting, and does not hammer it", async () => {
    let attempts = 0;
    const server = createServer((socket) => {
      attempts += 1;
      socket.end("Not allowed\r\nat this time\r\n");
    });
    const fault = await faultAt(server, 0.4);
    expect(fault?.code).to.equal("connection/closed");
    expect(fault?.message).to.match(/before the SSH greeting, saying: Not allowed at this time\.$/);
    // sshd says the same for both.
    expect(fault?.hint).to.include("PerSourcePenalties").and.to.include("MaxStartups");
    expect(attempts).to.equal(1);
  });

  it("tries again while a server has too many logins in progress", async () => {
    const real = new ssh2.Server({ hostKeys: [HOST_KEY.private] }, (client) => {
      client.on("authentication", (context) => context.accept());
      client.on("error", () => undefined);
    });
    let attempts = 0;
    const refusals: ((socket: Socket) => void)[] = [
      (socket) => socket.end("Exceeded MaxStartups\r\n"),
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
    ];
    const server = createServer((socket) => {
      const refuse = refusals[attempts++];
      if (refuse) refuse(socket);
      else real.injectSocket(socket);
    });
    expect(await faultAt(server)).to.equal(undefined);
    expect(attempts).to.equal(4);
  });

  const OTHERS: Readonly<Record<string, readonly [string, string]>> = {
    "an HTTP server": [
      "HTTP/1.1 400 Bad Request\r\nServer: web\r\n\r\n",
      "It sent: HTTP/1.1 400 Bad Request Server: web.",
    ],
    "a mail server": ["220 mail.example.org ESMTP\r\n", "It sent: 220 mail.example.org ESMTP."],
    "a TLS server": ["\u0015\u0003\u0001\u0000\u0002\u0002P", "It sent: bytes that are no text."],
  };
  for (const [name, [sent, message]] of Object.entries(OTHERS)) {
    it(`names ${name} by what it sent`, async () => {
      const fault = await faultAt(createServer((socket) => socket.on("error", () => undefined).end(sent)));
      expect(fault?.code).to.equal("connection/not-ssh");
      expect(fault?.message).to.include(message);
    });
  }

  it("names another server that waits by what it sent", async () => {
    const fault = await faultAt(
      createServer((socket) => socket.on("error", () => undefined).write("mysql 8 says hello\n")),
      0.5,
    );
    expect(fault?.code).to.equal("connection/not-ssh");
    expect(fault?.message).to.include("It sent: mysql 8 says hello.");
  });

  it("names a banner that is longer than a packet may be", async () => {
    const server = new ssh2.Server({ hostKeys: [HOST_KEY.private], banner: "x".repeat(40_000) }, (client) => {
      client.on("error", () => undefined);
    });
    const fault = await faultAt(server);
    expect(fault?.code).to.equal("connection/long-packet");
    expect(fault?.message).to.include("longer than 35000 bytes during the login");
  });

  it("reports a connection that breaks right after the login, and does not end the process", async () => {
    const server = new ssh2.Server({ hostKeys: [HOST_KEY.private] }, (client) => {
      client.on("authentication", (context) => {
        context.accept();
        // In the same packet as the answer.
        (client as unknown as { _sock: Socket })._sock.write("garbage".repeat(100));
      });
      client.on("error", () => undefined);
    });
    const fault = await faultAt(server);
    expect(fault?.code ?? "connected").to.be.oneOf(["connected", "connection/closed", "connection/long-packet"]);
  });

  it("says that the certificates of an authority in known_hosts are not supported", async () => {
    const other = newKeyPair().public;
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
