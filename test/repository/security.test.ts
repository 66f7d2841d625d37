import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { compileGlob } from "../../src/model/glob.ts";
import { become } from "../../src/shell/become.sh.ts";

const VISUDO = ["/usr/sbin/visudo", "/sbin/visudo", "/usr/local/sbin/visudo"].find((file) => existsSync(file));

describe("docs/security.md: the sudoers file", () => {
  const page = readFileSync("docs/security.md", "utf8");
  const [, rules = ""] = /```sudoers\n([^`]*)```/.exec(page) ?? [];

  it("allows the command that provision runs with sudo, and no file or other program", () => {
    const [, call = ""] = /^\s*sudo (.*?);/m.exec(become.text) ?? [];
    expect(call).to.equal('$options -H -u "$user" sh -c "$1"');
    const patterns = (/^Cmnd_Alias PROVISION = (.*)$/m.exec(rules)?.[1] ?? "").split(", ");
    const allows = (command: string) => patterns.some((pattern) => compileGlob(pattern, { sets: false })(command));
    for (const shell of ["/usr/bin/sh", "/bin/sh"])
      expect(allows(`${shell} -c ready=x; two words`), shell).to.equal(true);
    for (const other of ["/usr/bin/sh /tmp/file", "/usr/bin/bash -c id", "/tmp/sh -c id"]) {
      expect(allows(other), other).to.equal(false);
    }
  });

  it("is the one that the lab's login has, which deploys the site", () => {
    expect(readFileSync("lab/distributions/server/sudoers", "utf8")).to.equal(rules);
  });

  it("is accepted by visudo", function () {
    if (VISUDO === undefined) return this.skip();
    const folder = mkdtempSync(join(tmpdir(), "provision-sudoers-"));
    try {
      const file = join(folder, "provision");
      writeFileSync(file, rules, { mode: 0o440 });
      const { status, stderr } = spawnSync(VISUDO, ["-c", "-f", file], { encoding: "utf8" });
      expect(status, stderr).to.equal(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
    return undefined;
  });
});
