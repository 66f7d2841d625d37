import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { canMount } from "../../../tools/test/own-state.ts";
import { skipBecause } from "../../../tools/test/notes.ts";
import { eventually, provision, site, start } from "../harness.ts";
import { processesWhere } from "../processes.ts";
import { startSshd, type Sshd } from "../sshd.ts";

/** An unprivileged user without an account. */
const OTHER = 54_321;
const SLEEP = `sleep 100011.${process.pid}`;

/** Logins on one machine. `hidden` sees only its own processes. */
type Login = "root" | "other" | "hidden";

describe("ssh/lock: runs as different users", function () {
  this.timeout(120_000);
  /** What all logins can see: the lock's folder, and a folder in which all may write. */
  let shared: string;
  const servers = new Map<Login, Sshd>();

  before(async function () {
    if (!canMount()) skipBecause(this, "only root can let sessions run as another user");
    shared = mkdtempSync(join(tmpdir(), "provision-users-"));
    chmodSync(shared, 0o1777);
    mkdirSync(join(shared, "home"));
    chownSync(join(shared, "home"), OTHER, OTHER);
    mkdirSync(join(shared, "lock"));
    const env = { PROVISION_LOCK_FOLDER: join(shared, "lock") };
    const become = `export HOME=${shared}/home; exec setpriv --reuid ${OTHER} --regid ${OTHER} --clear-groups`;
    const as = (words: string) => `#!/bin/sh\n${words} sh -c "$SSH_ORIGINAL_COMMAND"\n`;
    servers.set("root", await startSshd({ env }));
    servers.set("other", await startSshd({ env, wrapper: as(become) }));
    const hide = `mount -t proc -o hidepid=2 proc /proc || exit; ${become}`;
    const hidden = `#!/bin/sh\nexport SSH_ORIGINAL_COMMAND\nexec unshare -m sh -c '${hide} sh -c "$SSH_ORIGINAL_COMMAND"'\n`;
    if (canHide()) servers.set("hidden", await startSshd({ env, wrapper: hidden }));
  });
  after(async () => {
    for (const sshd of servers.values()) await sshd.stop();
    if (shared) rmSync(shared, { recursive: true, force: true });
  });

  const at = (name: string) => join(shared, name);
  const serverOf = (login: Login, test: Mocha.Context): Sshd => {
    const sshd = servers.get(login);
    if (!sshd) skipBecause(test, "processes cannot be hidden here");
    return sshd;
  };

  /** Whether a mount of /proc can hide other users' processes. */
  function canHide(): boolean {
    return spawnSync("unshare", ["-m", "mount", "-t", "proc", "-o", "hidepid=2", "proc", "/proc"]).status === 0;
  }

  const PAIRS: readonly (readonly [Login, Login, RegExp])[] = [
    ["root", "other", /\(run \w+ of .*process \d+ there\)/],
    ["other", "root", /\(run \w+ of .*process \d+ there\)/],
    ["root", "hidden", /\(its processes cannot be seen\)/],
    ["hidden", "root", /\(run \w+ of .*process \d+ there\)/],
    ["other", "hidden", /another run is changing this host/],
  ];
  for (const [first, second, names] of PAIRS) {
    it(`keeps ${second} out while ${first} changes the host, and lets it in then`, async function () {
      const [holds, late] = [serverOf(first, this), serverOf(second, this)];
      for (const name of ["begun", "end", "late"]) rmSync(at(name), { force: true });
      const waits = `touch ${at("begun")}; until [ -e ${at("end")} ]; do sleep 0.05; done; echo whole`;
      const running = start(site(holds, `- { name: Holds, shell: "${waits}" }\n`));
      await eventually("the first run holds the host", () => existsSync(at("begun")));
      const tasks = `- { name: Late, command: touch ${at("late")} }\n`;
      const refused = await provision(site(late, tasks), ["--lock-timeout", "0.1"]);
      const isWritten = existsSync(at("late"));
      writeFileSync(at("end"), "");
      const ended = await running.done;
      expect(refused.exit, refused.stderr).to.equal(1);
      expect(refused.results("Late")[0]?.error?.code).to.equal("shell/locked");
      expect(refused.results("Late")[0]?.error?.message).to.match(names);
      expect(isWritten).to.equal(false);
      expect(ended.exit, ended.stderr).to.equal(0);
      expect(ended.results("Holds")[0]?.result).to.include({ stdout: "whole" });
      const next = await provision(site(late, tasks));
      expect(next.exit, next.stderr).to.equal(0);
      expect(existsSync(at("late"))).to.equal(true);
    });
  }

  for (const login of ["root", "other", "hidden"] as const) {
    it(`ends what a killed client was running as ${login}, before another user's run begins`, async function () {
      const [killed, next] = [serverOf(login, this), serverOf(login === "root" ? "other" : "root", this)];
      rmSync(at("begun"), { force: true });
      const running = start(site(killed, `- { name: Long, shell: "touch ${at("begun")}; ${SLEEP}" }\n`));
      await eventually("the task runs", () => existsSync(at("begun")));
      running.child.kill("SIGKILL");
      await running.done;
      const run = await provision(site(next, "- { name: Next, command: echo }\n"), ["--lock-timeout", "60"]);
      expect(run.exit, run.stderr).to.equal(0);
      expect(processesWhere((command) => command.endsWith(SLEEP))).to.deep.equal([]);
    });
  }
});
