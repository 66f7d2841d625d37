import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { readSshConfig, type SshOptions, type SshTarget } from "../../../src/connection/ssh-config/ssh-config.ts";
import type { Fault, Outcome } from "../../../src/errors/fault.ts";

describe("connection/ssh-config", () => {
  let home: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(path.join(tmpdir(), "provision-config-")));
    mkdirSync(path.join(home, ".ssh/conf.d"), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  async function read(config: string, target: Partial<SshTarget> = {}): Promise<Outcome<SshOptions>> {
    const file = path.join(home, ".ssh/config");
    writeFileSync(file, config);
    const user = { name: "me", home, uid: 1000, env: { KEYS: "/keys", AGENT: "/agent" }, hostname: "desk.example.org" };
    const found = await readSshConfig([file], user);
    return found.ok ? found.value.optionsFor({ host: "web1", user: undefined, port: undefined, ...target }) : found;
  }

  async function options(config: string, target?: Partial<SshTarget>): Promise<SshOptions> {
    const found = await read(config, target);
    if (!found.ok) throw new Error(found.faults[0].message);
    return found.value;
  }

  async function fault(config: string): Promise<Fault> {
    const found = await read(config);
    if (found.ok) throw new Error("the file was accepted");
    return found.faults[0];
  }

  const counts: Readonly<Record<string, string>> = {
    "before the first block": "User u",
    "a pattern": "Host db web?\n User u",
    "an excluded host": "Host * !web1\n User x\nHost *\n User u",
    "only an excluding pattern": "Host !db\n User x\nHost *\n User u",
    "the first value": "Host web1\n User u\nHost *\n User x",
    "an equals sign and quotes": 'Host web1\n\tUSER = "u" # the deployer',
    all: "Match all\n User u",
    "a host name, in any case": "Host *\n HostName Web9.Example.org\nMatch host *.example.ORG\n User u",
    "the name that was given": "Host *\n HostName other\nMatch originalhost web1\n User u",
    "a name that is case-sensitive for Host": "Host WEB1\n User x\nHost web1\n User u",
    "a local user": "Match localuser you,me\n User u",
    "several conditions": "Match host web1 localuser you\n User x\nMatch host web1 localuser me\n User u",
    "a negated condition": "Match !host web1\n User x\nMatch !host db\n User u",
    "a condition with an equals sign": "Match host=db\n User x\nMatch host=web1\n User u",
    "the final round": "Match final\n User u",
    "final and all": "Match final all\n User u",
    "what was set before the final round": "Match final\n User x\nHost *\n User u",
  };
  for (const [title, config] of Object.entries(counts)) {
    it(`finds the block for ${title}`, async () => {
      expect((await options(config)).user).to.equal("u");
    });
  }

  it("compares Match user with the user of the inventory, the file, or this machine", async () => {
    const config = "Match user me\n Port 1\nMatch user deploy\n Port 2\n";
    expect((await options(config)).port).to.equal(1);
    expect((await options(config, { user: "deploy" })).port).to.equal(2);
    expect((await options(`User deploy\n${config}`)).port).to.equal(2);
  });

  it("expands tokens, ~ and variables of the environment", async () => {
    const config = `HostName %h.%%.example
Port 2222
User deploy
IdentityFile ~/.ssh/%r@%n-%p
IdentityFile "%d/with blank/%L"
IdentityFile \${KEYS}/%u-%i-%l-%h
UserKnownHostsFile ~/a %d/b
GlobalKnownHostsFile none
HostKeyAlias alias
`;
    expect(await options(config)).to.deep.include({
      address: "web1.%.example",
      identityFiles: [
        `${home}/.ssh/deploy@web1-2222`,
        `${home}/with blank/desk`,
        "/keys/me-1000-desk.example.org-web1.%.example",
      ],
      knownHostsFiles: [`${home}/a`, `${home}/b`],
      hostKeyAlias: "alias",
    });
  });

  it("collects all key files, and knows none from nothing written", async () => {
    const config = "IdentityFile /a\nHost web1\n IdentityFile /b\n IdentityFile /a\n IdentitiesOnly yes\n";
    expect(await options(config)).to.deep.include({ identityFiles: ["/a", "/b"], identitiesOnly: true });
    expect((await options("IdentityFile none\n")).identityFiles).to.deep.equal([]);
    expect((await options("User x\n")).identityFiles).to.equal(undefined);
  });

  it("reads the agent's socket", async () => {
    const agents = { none: "none", $AGENT: "/agent", "~/agent": `${home}/agent` };
    for (const [written, socket] of Object.entries(agents)) {
      expect((await options(`IdentityAgent ${written}\n`)).agent, written).to.equal(socket);
    }
  });

  it("reads jump hosts, of which the first line counts, as does ProxyCommand", async () => {
    const jump = async (config: string) =>
      (await options(config)).jump?.map(({ host, user, port }) => [host, user, port]);
    expect(await jump("ProxyJump a,me@corp@b:2222,[::1]:22,ssh://c\n")).to.deep.equal([
      ["a", undefined, undefined],
      ["b", "me@corp", 2222],
      ["::1", undefined, 22],
      ["c", undefined, undefined],
    ]);
    expect(await jump("ProxyJump none\nProxyJump a\n")).to.deep.equal([]);
    expect(await jump("User x\n")).to.equal(undefined);
    const both = await options('ProxyCommand ssh -W %h:%p "gate"\nProxyJump a\n');
    expect(both.jump).to.equal(undefined);
    expect(both.proxyCommand?.words).to.deep.equal(['ssh -W %h:%p "gate"']);
    expect((await options("ProxyCommand none\nProxyJump a\n")).proxyCommand).to.equal(undefined);
  });

  it("includes files in the order of their names, within the block", async () => {
    writeFileSync(path.join(home, ".ssh/conf.d/20"), "User u20\nHost web1\n Port 20\n");
    writeFileSync(path.join(home, ".ssh/conf.d/10"), "Host db\n User u10\nHost *\n IdentityFile /ten\n");
    writeFileSync(path.join(home, ".ssh/conf.d/.hidden"), "User hidden\n");
    const included = await options("Include conf.d/* nowhere\nUser late\n");
    expect(included).to.deep.include({ user: "u20", port: 20, identityFiles: ["/ten"] });
    const skipped = await options("Host db\n Include ~/.ssh/conf.d/[12]0\n User x\nHost web1\n User own\n");
    expect(skipped).to.deep.include({ user: "own", port: undefined, identityFiles: undefined });
  });

  it("warns of each line that weakens host keys or is not supported, if it counts", async () => {
    const config = `Host web1
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  BindAddress 192.0.2.1
  Prot 22
  ServerAliveInterval 5
Match exec "touch ${home}/run"
  User x
Host db
  StrictHostKeyChecking accept-new
`;
    const { warnings, user, knownHostsFiles } = await options(config);
    expect(warnings.map(({ message, origin }) => `${origin?.line ?? 0} ${message}`)).to.deep.equal([
      "2 `StrictHostKeyChecking no` is not followed: provision always checks host keys.",
      "4 `BindAddress 192.0.2.1` is not followed: provision does not support it.",
      "5 `Prot` is not followed: ssh has no such option that provision knows.",
      "7 `Match exec` is not followed: provision does not decide this condition, and leaves the block out.",
      "3 `UserKnownHostsFile /dev/null` is not followed: provision always checks host keys, here those in ~/.ssh/known_hosts.",
    ]);
    expect(warnings[2]?.hint).to.equal("Did you mean `port`?");
    expect(user).to.equal(undefined);
    expect(knownHostsFiles[0]).to.equal(`${home}/.ssh/known_hosts`);
  });

  const wrong: Readonly<Record<string, readonly [string, string]>> = {
    'User "x': ["1:1", "a quote is not closed"],
    "Host web1\n  Port": ["2:3", "a value is missing"],
    "Port 70000": ["1:1", "it is no port"],
    "Port x": ["1:1", "it is no port"],
    "ProxyJump a b": ["1:1", "write [user@]host[:port]"],
    "ProxyJump a:0": ["1:1", "write [user@]host[:port]"],
    "Match all host x": ["1:1", "`all` cannot stand with other conditions"],
    "Match host": ["1:1", "`host` has no value"],
    "Match frobnicate x": ["1:1", "it has no condition `frobnicate`"],
    "IdentityFile ~other/key": ["1:1", "only the own home folder"],
    "IdentityFile /%C": ["1:1", "the token %C"],
    "IdentityFile ${NOWHERE}/x": ["1:1", "the environment has no NOWHERE"],
    "HostName %p": ["1:1", "the token %p"],
  };
  for (const [config, [place, problem]] of Object.entries(wrong)) {
    it(`rejects ${JSON.stringify(config)}`, async () => {
      const { code, message, origin } = await fault(config);
      expect(code).to.equal("connection/ssh-config-syntax");
      expect(message).to.include(problem);
      expect(`${origin?.line ?? 0}:${origin?.col ?? 0}`).to.equal(place);
    });
  }

  it("ends files that include each other, one or several times", async () => {
    expect((await fault("Include config\n")).message).to.include("more than 16 files include each other");
    expect((await fault("Include config config config\n")).message).to.match(/more than (16|500) files/);
  });

  it("names a file that cannot be read as text", async () => {
    mkdirSync(path.join(home, ".ssh/folder"));
    expect((await fault("Include folder\n")).message).to.include("it is a folder");
  });
});
