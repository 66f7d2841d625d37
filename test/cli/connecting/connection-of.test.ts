import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { connectionOf } from "../../../src/cli/connecting/connection-of.ts";
import { readSshConfig } from "../../../src/connection/ssh-config/ssh-config.ts";
import { loaded, loadFiles } from "../../load/temporary-project.ts";

/** The way to host `a`: each server as `user@address:port`, or the fault and its hint. */
async function wayTo(inventory: string, config = "", options: { user?: string } = {}): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "provision-way-"));
  try {
    writeFileSync(path.join(folder, "config"), config);
    const local = { name: "me", home: folder, uid: 1, env: {}, hostname: "desk" };
    const read = await readSshConfig([path.join(folder, "config")], local);
    const { settings } = loaded(await loadFiles({ "site.yaml": "- hosts: a\n", "inventory.yaml": inventory }));
    const own = settings.get("a");
    if (!read.ok || !own) throw new Error("the test's files are wrong");
    const login = { user: options.user, privateKey: undefined, timeout: 10, sshPassword: undefined };
    const found = connectionOf("a", own, { options: login, config: read.value });
    if (!found.ok) return `${found.faults[0].message} ${found.faults[0].hint}`;
    const { connection } = found.value;
    if (connection.type === "local") return "local";
    const shown = [...(connection.jumps ?? []), connection].map(
      ({ user, address, port }) => `${user ?? ""}@${address}:${port}`,
    );
    return shown.join(" ");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hosts = (a: string, others = "") => `all: { hosts: { a: { ${a} }${others} } }\n`;
const CONFIG = "Host a\n HostName 192.0.2.1\n Port 2222\n User conf\n";

describe("cli/connecting/connection-of", () => {
  const ways: Readonly<Record<string, readonly [string, string, string]>> = {
    "the defaults": [hosts(""), "", "@a:22"],
    "ssh's configuration": [hosts(""), CONFIG, "conf@192.0.2.1:2222"],
    "the inventory above ssh's configuration": [hosts("port: 1, user: inv"), CONFIG, "inv@192.0.2.1:1"],
    "ssh's configuration by the address, not by the host's name": [
      hosts("address: b"),
      `${CONFIG}Host b\n Port 7\n`,
      "@b:7",
    ],
    "jump hosts in order": [hosts("jump: [x, 'u@y:2']"), "", "@x:22 u@y:2 @a:22"],
    "jump hosts in a string": [hosts("ssh_jump: 'x,u@y:2'"), "", "@x:22 u@y:2 @a:22"],
    "a jump host of the inventory": [
      hosts("jump: 'g'", ", g: { address: 192.0.2.9, port: 5, user: gu }"),
      "",
      "gu@192.0.2.9:5 @a:22",
    ],
    "a jump host of the inventory with another user and port": [
      hosts("jump: 'x@g:6'", ", g: { address: 192.0.2.9, port: 5, user: gu }"),
      "",
      "x@192.0.2.9:6 @a:22",
    ],
    "a jump host that is behind another one": [hosts("jump: g", ", g: { jump: h }, h: "), "", "@h:22 @g:22 @a:22"],
    "a further jump host without its own way": [
      hosts("jump: [f, g]", ", g: { jump: h }, h: "),
      "",
      "@f:22 @g:22 @a:22",
    ],
    ProxyJump: [hosts(""), "Host a\n ProxyJump g\nHost g\n User gu\n ProxyJump h:9\n", "@h:9 gu@g:22 @a:22"],
    "the inventory above ProxyJump": [hosts("jump: x"), "Host a\n ProxyJump g\n", "@x:22 @a:22"],
    "no jump": [hosts("jump: none"), "Host a\n ProxyJump g\n", "@a:22"],
    "no jump in place of ProxyCommand": [hosts("jump: none"), "ProxyCommand x\n", "@a:22"],
  };
  for (const [title, [inventory, config, way]] of Object.entries(ways)) {
    it(`follows ${title}`, async () => {
      expect(await wayTo(inventory, config)).to.equal(way);
    });
  }

  it("places the user of the command line between the inventory and ssh's configuration, and not at foreign jump hosts", async () => {
    expect(await wayTo(hosts(""), CONFIG, { user: "flag" })).to.equal("flag@192.0.2.1:2222");
    expect(await wayTo(hosts("user: inv, jump: x"), CONFIG, { user: "flag" })).to.equal("@x:22 inv@192.0.2.1:2222");
  });

  it("rejects ProxyCommand and says what to write", async () => {
    expect(await wayTo(hosts(""), "ProxyCommand ssh -W %h:%p -q me@gate\n")).to.include("`ssh_jump: me@gate`");
    expect(await wayTo(hosts(""), "ProxyCommand connect %h\n")).to.include("a: its ProxyCommand is not supported");
  });

  it("rejects a way that is a loop, by whatever name", async () => {
    for (const [inventory, config] of [
      [hosts("jump: x"), "Host x\n HostName a\n"],
      [hosts(""), "ProxyJump g\n"],
      [hosts("jump: [x, y, x]"), ""],
      [hosts("jump: [1.1.1.1, b, c, d, e, f, g, h, i]"), ""],
    ] as const) {
      expect(await wayTo(inventory, config))
        .to.include("is a loop or too long")
        .and.include("`ssh_jump: none`");
    }
  });
});
