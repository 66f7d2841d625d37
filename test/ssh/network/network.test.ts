import { text } from "node:stream/consumers";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { PAUSES } from "../../../src/connection/retry.ts";
import { openSsh } from "../../../src/connection/ssh.ts";
import { read } from "../../../src/module/script.ts";
import { openReadSession } from "../../../src/shell/session.ts";
import { breakingNetwork, slowNetwork } from "./relay.ts";
import { provision, site } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";

describe("ssh/network", () => {
  let sshd: Sshd;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());

  /** Connects through a relay at that port. */
  function connect(port: number, lookEvery = 5000) {
    const knownHostsFile = join(sshd.folder, `known_hosts-${port}`);
    writeFileSync(knownHostsFile, `[127.0.0.1]:${port} ${sshd.hostKey}\n`);
    const files = { privateKeyFile: sshd.keyFile, knownHostsFile };
    const connection = { type: "ssh", address: "127.0.0.1", port, timeout: 10, user: undefined, ...files } as const;
    const user = { name: process.env["USER"] ?? "root", home: sshd.home, agent: undefined };
    return openSsh("one", connection, user, { pauses: { ...PAUSES, busy: 1_000_000 }, lookEvery });
  }

  it("does not give up on an upload through a slow network, behind which keep-alive answers wait", async () => {
    const relay = await slowNetwork(sshd.port, 1_000_000);
    const opened = await connect(relay.port, 200);
    if (!opened.ok) throw new Error(opened.faults[0].message);
    const channel = await opened.value.exec("wc -c");
    channel.stdin.end(Buffer.alloc(3_000_000));
    expect((await text(channel.stdout)).trim()).to.equal("3000000");
    opened.value.close();
    relay.stop();
  });

  it("says how much of a long upload was sent", async () => {
    const relay = await slowNetwork(sshd.port, 1_500_000);
    const knownHostsFile = join(sshd.folder, "known_hosts-upload");
    writeFileSync(knownHostsFile, `[127.0.0.1]:${relay.port} ${sshd.hostKey}\n`);
    const dest = join(sshd.scratch(), "big");
    const slow = { ...sshd, port: relay.port, knownHostsFile };
    const tasks = `- name: Copy\n  copy: { src: big, dest: ${dest} }\n`;
    try {
      const run = await provision(site(slow, tasks, { "files/big": randomBytes(12_000_000) }));
      expect(run.status("Copy"), run.stderr).to.equal("changed");
      const messages = run.events.flatMap((event) => (event.event === "progress" ? [event.message] : []));
      const sent = messages.flatMap((message) => /^sent (\d+\.\d) of 12\.0 MB$/.exec(message)?.[1] ?? []).map(Number);
      expect(sent.length, messages.join()).to.be.within(1, 5);
      expect(sent).to.deep.equal([...sent].sort((one, other) => one - other));
      expect(sent[0]).to.be.below(12);
    } finally {
      relay.stop();
    }
  });

  it("reports a connection that breaks at any byte during and after the login as lost", async () => {
    const codes = new Set<string>();
    for (let bytes = 200; bytes < 6000; bytes += 290) {
      const relay = await breakingNetwork(sshd.port, bytes);
      const session = await openReadSession({
        host: "one",
        runId: "abc",
        who: "a test",
        connect: () => connect(relay.port),
      });
      const outcome = session.ok ? await session.value.read([read`head -c 9000 /dev/zero`], undefined) : session;
      if (session.ok) await session.value.close();
      codes.add(outcome.ok ? "answered" : outcome.faults[0].code);
      relay.stop();
    }
    expect([...codes].sort()).to.deep.equal(["connection/closed", "connection/lost"]);
  });
});
