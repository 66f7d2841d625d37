import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { inventory, play, project, provision } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";
import { plainNetwork, type Relay } from "./relay.ts";

/** Nothing is changed, because all hosts are one machine, which has one lock. */
const ECHO = play("- { name: Echo, command: echo reached, check_mode: false }", "gather_facts: false");

describe("ssh/network/busy-servers", () => {
  const relays: Relay[] = [];
  const servers: Sshd[] = [];
  afterEach(async () => {
    for (const relay of relays.splice(0)) relay.stop();
    for (const sshd of servers.splice(0)) await sshd.stop();
  });

  /** So many hosts, each with a port of its own, that are all one server; `attempts` counts the connections to each. */
  async function hostsAt(sshd: Sshd, count: number) {
    const attempts: number[] = [];
    const hosts: Record<string, { sshd: Pick<Sshd, "port" | "keyFile" | "knownHostsFile"> }> = {};
    const knownHostsFile = join(sshd.folder, "known_hosts-all");
    let known = "";
    for (let index = 0; index < count; index += 1) {
      attempts.push(0);
      const relay = await plainNetwork(sshd.port, () => (attempts[index] = (attempts[index] ?? 0) + 1));
      relays.push(relay);
      known += `[127.0.0.1]:${relay.port} ${sshd.hostKey}\n`;
      hosts[`host${index}`] = { sshd: { port: relay.port, keyFile: sshd.keyFile, knownHostsFile } };
    }
    writeFileSync(knownHostsFile, known);
    return { hosts, attempts };
  }

  const LIMITS: Readonly<Record<string, { readonly config: string[]; readonly count: number; readonly each: number }>> =
    {
      "MaxStartups 10:30:100": { config: ["MaxStartups 10:30:100"], count: 30, each: 10 },
      "MaxStartups 2, which refuses every further login": { config: ["MaxStartups 2"], count: 12, each: 15 },
      "MaxSessions 1": { config: ["MaxSessions 1"], count: 5, each: 3 },
    };
  for (const [name, { config, count, each }] of Object.entries(LIMITS)) {
    it(`reaches ${count} hosts on a server with ${name}, without hammering it`, async () => {
      const sshd = await startSshd({ config });
      servers.push(sshd);
      const { hosts, attempts } = await hostsAt(sshd, count);
      const files = { "inventory.yaml": inventory(hosts), "site.yaml": ECHO };
      const run = await provision(project(files), ["--check", "--forks", "50", "--timeout", "30"]);
      expect(run.exit, run.stderr).to.equal(0);
      expect(run.results("Echo").filter(({ result }) => result["stdout"] === "reached")).to.have.length(count);
      expect(Math.max(...attempts)).to.be.at.most(each);
    });
  }

  it("names a penalty of the server, and does not hammer it, while other hosts go on", async () => {
    let attempts = 0;
    const server = createServer((socket) => {
      attempts += 1;
      socket.on("error", () => undefined).end("Not allowed at this time\r\n");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const sshd = await startSshd();
    servers.push(sshd);
    const { port } = server.address() as AddressInfo;
    const hosts = { fined: { sshd: { ...sshd, port } }, fine: { sshd } };
    const files = { "inventory.yaml": inventory(hosts), "site.yaml": ECHO };
    const run = await provision(project(files), ["--check", "--timeout", "4"]);
    server.close();
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.recap["fine"]).to.include({ unreachable: 0 });
    const fault = run.results("Echo").find(({ host }) => host === "fined")?.error;
    expect(fault?.code).to.equal("connection/closed");
    expect(fault?.message).to.include("Not allowed at this time");
    expect(attempts).to.be.within(1, 3);
  });
});
