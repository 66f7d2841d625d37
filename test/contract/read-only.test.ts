import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import { canMount } from "../../tools/test/own-state.ts";
import { skipBecause } from "../../tools/test/notes.ts";
import { provision, site, type Run } from "../ssh/harness.ts";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import { anyHostCases, listing } from "./any-host.ts";
import { projectFilesOf, setupScript, tasksOf } from "./contract.ts";

/**
 * Runs each session where nothing can be written but this server's own folder, devices and pipes: all other mounts are read-only. Where
 * everything is, check mode rightly predicts that changes would fail.
 */
const READ_ONLY = `#!/bin/sh
exec unshare -m sh -c '
mount --make-rprivate / && mount --bind "$0" "$0" || exit
while read -r _ _ _ _ mount _; do
  mount=$(printf %b "$mount")
  case $mount in "$0" | /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) continue ;; esac
  mount -o remount,bind,ro "$mount" 2>/dev/null
done </proc/self/mountinfo
exec sh -c "$SSH_ORIGINAL_COMMAND"' "$(dirname "$0")"
`;

describe("contract/read-only mounts", () => {
  let sshd: Sshd;
  let check: Run;
  let [start, end] = ["", ""];

  before(async function () {
    if (userInfo().uid !== 0 || !canMount()) skipBecause(this, "only root can mount");
    sshd = await startSshd({ wrapper: READ_ONLY });
    const targets = new Map(anyHostCases.map(({ task }) => [task, sshd.scratch()]));
    const targetOf = (task: string) => targets.get(task) ?? "";
    for (const { task, scenario } of anyHostCases) {
      execFileSync("sh", ["-c", setupScript(scenario)], { cwd: targetOf(task) });
    }
    const folder = site(sshd, tasksOf(anyHostCases, targetOf), projectFilesOf(anyHostCases));
    start = listing(sshd.folder);
    check = await provision(folder, ["--check"]);
    end = listing(sshd.folder);
  });
  after(() => sshd.stop());

  it("would let a command write to the server's own folder, and nowhere else", async () => {
    const touch = (file: string) => JSON.stringify([{ command: { argv: ["touch", file] }, check_mode: false }]);
    const run = async (file: string) => (await provision(site(sshd, touch(file)), ["--check"])).exit;
    expect(await run(`${sshd.home}/file`)).to.equal(0);
    for (const folder of ["/var/tmp", "/tmp", "/run", "/etc"])
      expect(await run(`${folder}/provision-contract`)).to.equal(1);
  });

  it("lets a check change nothing there, not even the times of a file or folder", () => {
    expect(end).to.equal(start);
  });

  it("exits with 0 in check mode", () => {
    expect(check.exit, check.stderr).to.equal(0);
  });

  for (const { task, scenario } of anyHostCases) {
    it(`predicts without writing: ${task}`, () => expect(check.status(task)).to.equal(scenario.predicts));
  }
});
