import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { readSshConfig } from "../../../src/connection/ssh-config/ssh-config.ts";
import { skipBecause } from "../../../tools/test/notes.ts";

const NAMES = ["web1", "web2", "db", "gate.example.org"];
const pattern = fc.constantFrom("web1", "web?", "*", "db", "*.org", "!web2", "!db", "gate*", "w*1");
const option = fc.oneof(
  fc.constantFrom("alice", "bob", '"carol"').map((user) => `User ${user}`),
  fc.integer({ min: 1, max: 65_535 }).map((port) => `Port=${port}`),
  fc.constantFrom("web2", "%h.example.org", "192.0.2.1").map((name) => `HostName ${name}`),
  fc.constantFrom("/a", "/b c", "/d#e").map((file) => `IdentityFile "${file}"`),
  fc.constantFrom("yes", "no").map((yes) => `IdentitiesOnly ${yes}`),
  fc.constantFrom("gate", "me@gate:2222,inner", "none").map((jump) => `ProxyJump ${jump}`),
  fc.constantFrom("alias1", "alias2").map((alias) => `HostKeyAlias ${alias}  # comment`),
);
const condition = fc.oneof(
  fc.array(pattern, { minLength: 1, maxLength: 2 }).map((all) => `host ${all.join(",")}`),
  pattern.map((one) => `!originalhost ${one}`),
  fc.constantFrom("alice", "bob,!alice", "*").map((user) => `user ${user}`),
  fc.constantFrom("final", "!final", "canonical"),
);
const block = fc.tuple(
  fc.oneof(
    fc.array(pattern, { minLength: 1, maxLength: 3 }).map((all) => `Host ${all.join(" ")}`),
    fc.array(condition, { minLength: 1, maxLength: 2 }).map((all) => `Match ${all.join(" ")}`),
    fc.constantFrom("Match all", "Match final all"),
  ),
  fc.array(option, { maxLength: 3 }),
);
const config = fc
  .tuple(fc.array(option, { maxLength: 2 }), fc.array(block, { maxLength: 5 }))
  .map(([before, blocks]) =>
    [...before, ...blocks.flatMap(([head, lines]) => [head, ...lines.map((line) => `  ${line}`)])].join("\n"),
  );

describe("ssh/connect/config", () => {
  let folder: string;
  before(function () {
    if (!existsSync("/usr/bin/ssh")) skipBecause(this, "there is no ssh to compare with");
    folder = mkdtempSync(path.join(tmpdir(), "provision-config-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What ssh itself makes of the file. */
  function ofSsh(file: string, host: string): Record<string, unknown> {
    const lines = execFileSync("ssh", ["-G", "-F", file, host], { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .split("\n");
    const all = (name: string) =>
      lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
    const [jump] = all("proxyjump");
    return {
      address: all("hostname")[0],
      port: all("port")[0],
      user: all("user")[0],
      identityFiles: all("identityfile").filter((each) => !each.startsWith("~/.ssh/id_")),
      identitiesOnly: all("identitiesonly")[0] === "yes",
      jump: jump === "none" ? "" : (jump ?? ""),
      hostKeyAlias: all("hostkeyalias")[0],
    };
  }

  async function ofProvision(file: string, host: string): Promise<Record<string, unknown>> {
    const { username, uid, homedir } = userInfo();
    const user = { name: username, home: homedir, uid, env: process.env, hostname: hostname() };
    const read = await readSshConfig([file], user);
    const found = read.ok ? read.value.optionsFor({ host, user: undefined, port: undefined }) : read;
    if (!found.ok) throw new Error(found.faults[0].message);
    const {
      address,
      port = 22,
      user: name = username,
      identityFiles = [],
      identitiesOnly,
      jump = [],
      hostKeyAlias,
    } = found.value;
    const jumps = jump
      .map((hop) => `${hop.user ? `${hop.user}@` : ""}${hop.host}${hop.port ? `:${hop.port}` : ""}`)
      .join(",");
    return { address, port: String(port), user: name, identityFiles, identitiesOnly, jump: jumps, hostKeyAlias };
  }

  it("reads files as ssh does", async () => {
    const file = path.join(folder, "config");
    await fc.assert(
      fc.asyncProperty(config, fc.constantFrom(...NAMES), async (text, host) => {
        writeFileSync(file, `${text}\n`);
        expect(await ofProvision(file, host), text).to.deep.equal(ofSsh(file, host));
      }),
      { numRuns: 200 },
    );
  });
});
