import { text } from "node:stream/consumers";
import { expect } from "chai";
import { openConnection } from "../../src/connection/open.ts";

const USER = { name: "someone", home: "/nonexistent", agent: undefined };

describe("connection/open", () => {
  it("runs commands on this machine for a local connection", async () => {
    const opened = await openConnection("here", { type: "local" }, USER);
    if (!opened.ok) throw new Error(opened.faults[0].message);
    const channel = await opened.value.exec("echo here");
    expect(await text(channel.stdout)).to.equal("here\n");
    opened.value.close();
  });

  it("returns the fault of an SSH connection, here that there is no key", async () => {
    const ssh = {
      type: "ssh",
      address: "127.0.0.1",
      port: 1,
      user: undefined,
      privateKeyFile: undefined,
      knownHostsFile: undefined,
      timeout: 1,
    } as const;
    const opened = await openConnection("there", ssh, USER);
    expect(opened.ok ? "" : opened.faults[0].code).to.equal("connection/no-key");
  });
});
