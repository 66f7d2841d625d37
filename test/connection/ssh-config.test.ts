import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { warnOfSshConfig, type ConfiguredHost } from "../../src/connection/ssh-config.ts";

const host = (name: string, address = name, set: ConfiguredHost["set"] = {}): ConfiguredHost => ({
  name,
  address,
  set,
});

/** The hints of the warnings for the hosts, with that ~/.ssh/config. */
async function hintsFor(config: string | undefined, ...hosts: ConfiguredHost[]): Promise<string[]> {
  const home = await mkdtemp(path.join(tmpdir(), "provision-config-"));
  try {
    await mkdir(path.join(home, ".ssh"));
    if (config !== undefined) await writeFile(path.join(home, ".ssh/config"), config);
    return (await warnOfSshConfig(home, hosts)).map(({ hint }) => hint);
  } finally {
    await rm(home, { recursive: true });
  }
}

const WEB = `
# comment
Host web* !web3
  HostName 192.0.2.1
  Port=2222
  user "deploy"
  IdentityFile ~/.ssh/deploy
  ProxyJump bastion
`;
const INSTEAD =
  "web1: write `address: 192.0.2.1`, `port: 2222`, `user: deploy`, `private_key_file: ~/.ssh/deploy`, nothing for ProxyJump: jump hosts are not supported";

describe("connection/ssh-config", () => {
  it("warns once, and names what to write for each host", async () => {
    expect(await hintsFor(WEB, host("web1"), host("db"), host("web3"))).to.deep.equal([
      `In the inventory, at the host: ${INSTEAD}.`,
    ]);
  });

  const silent: Readonly<Record<string, readonly [string | undefined, ConfiguredHost]>> = {
    "there is no such file": [undefined, host("web1")],
    "no block matches a host": [WEB, host("db")],
    "a host is excluded": [WEB, host("web3")],
    "a matching block has only options that do not matter": [
      "Host *\n  ServerAliveInterval 30\n  Port 22\n",
      host("web1"),
    ],
    "the file names a default key": ["IdentityFile ~/.ssh/id_ed25519\n", host("web1")],
    "a jump host is switched off": ["Host *\n  ProxyJump none\n", host("web1")],
    "the inventory sets the same": ["Host *\n  User deploy\n", host("web1", "web1", { user: "admin" })],
    "a Match block is for another host": ["Match host db\n  Port 2222\n", host("web1")],
  };
  for (const [what, [config, only]] of Object.entries(silent)) {
    it(`says nothing if ${what}`, async () => {
      expect(await hintsFor(config, only)).to.deep.equal([]);
    });
  }

  it("matches the address as well as the name, options before the first block, and Match blocks", async () => {
    for (const config of [
      "Host 192.0.2.*\n  Port 2222\n",
      "Port 2222\n",
      "Match host 192.0.2.1 user x\n Port 2222\n",
    ]) {
      expect(await hintsFor(config, host("web1", "192.0.2.1")), config).to.deep.equal([
        "In the inventory, at the host: web1: write `port: 2222`.",
      ]);
    }
  });

  it("takes the first value of an option, as ssh does", async () => {
    const hints = await hintsFor("Host web1\n  Port 1\nHost *\n  Port 2\n  User u\n", host("web1"));
    expect(hints).to.deep.equal(["In the inventory, at the host: web1: write `port: 1`, `user: u`."]);
  });

  it("shows five hosts, and how many more there are", async () => {
    const hosts = Array.from({ length: 8 }, (_, index) => host(`web${index}`));
    const [hint = ""] = await hintsFor("Port 2222\n", ...hosts);
    expect(hint.match(/write/g)).to.have.length(5);
    expect(hint).to.include("the same for 3 more hosts.");
  });
});
