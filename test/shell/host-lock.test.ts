import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  copyFileSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect } from "chai";
import { good, type Outcome } from "../../src/errors/fault.ts";
import { write } from "../../src/module/script.ts";
import { openSession, type Session, type SessionOptions } from "../../src/shell/session.ts";
import { eventually, textOf } from "../ssh/harness.ts";
import { processesWhere } from "../ssh/processes.ts";
import { valueOf } from "../errors/value-of.ts";
import { openWithState } from "./private-state.ts";

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? "" : outcome.faults[0].code);

/** Stops itself when its command is stopped, as sudo does, after the command `hesitate`. */
const stoppingSudo = (hesitate: string) => `#!/bin/sh
while [ "$1" != sh ]; do shift; done
exec 3<&0
"$@" <&3 3<&- &
command=$!
while read -r stat <"/proc/$command/stat"; do
  case \${stat##*) } in
    T*) ${hesitate}; kill -STOP $$ ;;
    Z*) break ;;
  esac
  sleep 0.01
done 2>/dev/null
wait "$command"
`;

describe("shell/host-lock", function () {
  this.timeout(60_000);
  let folder: string;
  const open: Session[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-lock-"));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((session) => session.close()));
    rmSync(folder, { recursive: true });
  });

  /** A run of a user, whose state is in a folder of its own. All users have the same lock. */
  async function run(user: string, options: Partial<SessionOptions> = {}): Promise<Session> {
    const connect = () => Promise.resolve(good(openWithState(join(folder, `state-of-${user}`), folder)));
    const runId = randomUUID().slice(0, 8);
    const session = valueOf(await openSession({ host: "here", runId, who: `user ${user}`, connect, ...options }));
    open.push(session);
    return session;
  }

  const at = (name: string) => join(folder, name);
  const begun = (name: string) => eventually(`${name} is written`, () => textOf(at(name))?.endsWith("\n") ?? false);
  const touch = (session: Session, name: string) => session.write(write`touch ${at(name)}`, undefined);
  const processIn = (name: string) => Number(readFileSync(at(name), "utf8"));
  const isAlive = (pid: number) => processesWhere((command) => command !== "").includes(pid);
  const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "")[0];
  /** A command that runs until it is ended, and writes its process id. */
  const endless = (name: string) => write`sh -c 'echo $$ >"$1"; exec sleep 3600' sh ${at(name)}`;
  /** The process that holds the lock, as another run describes it. */
  const holder = async () => {
    const refused = await (await run("asking")).write(write`true`, undefined);
    return Number(/process (\d+) there/.exec(refused.ok ? "" : refused.faults[0].message)?.[1]);
  };
  const waiting = { waitForLock: () => new Promise<boolean>((resolve) => setTimeout(resolve, 20, true)) };

  it("refuses a second name of the same machine in one run at once", async () => {
    const waits: string[] = [];
    const waitForLock = async (one: string) => {
      waits.push(one);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return true;
    };
    const runIds = new Set(["0123abcd", "4567abcd"]);
    const first = await run("me", { runId: "0123abcd", runIds });
    // It holds the lock from here on, however slow the machine is.
    valueOf(await touch(first, "changed"));
    const second = await run("myself", { runId: "4567abcd", runIds, waitForLock });
    expect(codeOf(await touch(second, "never"))).to.equal("shell/same-machine");
    // It may look before the holder has given its name.
    expect(waits.filter((one) => one !== "")).to.deep.equal([]);
    expect(existsSync(at("never"))).to.equal(false);
  });

  it("keeps out a run of another user, and names the run that holds the host", async () => {
    valueOf(await touch(await run("one"), "one"));
    const refused = await touch(await run("two"), "two");
    expect(codeOf(refused)).to.equal("shell/locked");
    expect(refused.ok ? "" : refused.faults[0].message).to.match(/\(run \w+ of user one, process \d+ there\)/);
    expect(existsSync(at("two"))).to.equal(false);
  });

  it("waits for the host as long as it is told to", async () => {
    const first = await run("one");
    valueOf(await touch(first, "one"));
    const holders: string[] = [];
    const waitForLock = async (holder: string) => {
      holders.push(holder);
      await first.close();
      return true;
    };
    valueOf(await touch(await run("two", { waitForLock }), "two"));
    expect(holders).to.have.length(1);
    expect(holders[0]).to.include("of user one");
  });

  it("ends what a silent client was running, and only then lets another run in", async () => {
    let silent = false;
    const connect = () => {
      const transport = openWithState(at("state-of-one"), folder);
      const exec = async (command: string) => {
        const channel = await transport.exec(command);
        const stdin = new Writable({
          write(chunk: Buffer, _, done) {
            if (silent) done();
            else channel.stdin.write(chunk, done);
          },
          final: (done) => void channel.stdin.end(done),
        });
        return { ...channel, stdin };
      };
      return Promise.resolve(good({ ...transport, exec }));
    };
    const first = await run("one", { lease: { renewal: 0.2, length: 3 }, connect });
    const running = first.write(endless("pid"), undefined);
    await begun("pid");
    silent = true;
    valueOf(await touch(await run("two", waiting), "two"));
    expect(isAlive(processIn("pid"))).to.equal(false);
    expect((await running).ok).to.equal(false);
    expect(codeOf(await touch(first, "late"))).to.equal("shell/lock-lost");
    expect(existsSync(at("late"))).to.equal(false);
  });

  it("keeps the lock as long as the client renews its lease", async () => {
    const session = await run("one", { lease: { renewal: 0.2, length: 1 } });
    valueOf(await session.write(write`sleep 2.5`, undefined));
    expect(codeOf(await touch(await run("two"), "two"))).to.equal("shell/locked");
  });

  it("ends what a run was doing if the holder of its lock is killed, and begins none of the scripts that follow", async () => {
    const first = await run("one");
    valueOf(await touch(first, "one"));
    const running = first.writeThenRead(endless("pid"), [], undefined);
    const next = first.write(write`touch ${at("next")}`, undefined);
    await begun("pid");
    process.kill(await holder(), "SIGKILL");
    valueOf(await touch(await run("two", waiting), "two"));
    expect(isAlive(processIn("pid"))).to.equal(false);
    expect((await Promise.all(running)).map(({ ok }) => ok)).to.deep.equal([false]);
    expect((await next).ok).to.equal(false);
    expect(existsSync(at("next"))).to.equal(false);
  });

  for (const [when, hesitate] of [
    ["together with its shell", ":"],
    ["after its shell was killed", "sleep 2"],
  ] as const) {
    it(`leaves no sudo behind that has stopped itself ${when}`, async () => {
      const first = await run("one");
      valueOf(await touch(first, "one"));
      writeFileSync(at("state-of-one/programs/sudo"), stoppingSudo(hesitate), { mode: 0o755 });
      const running = first.write(endless("pid"), { user: "root", password: undefined });
      await begun("pid");
      const ours = () => processesWhere((command) => command.includes(`${folder}/state-of-one/programs/sudo`));
      // One more for a moment, each time that it starts a program.
      expect(ours()).not.to.be.empty;
      process.kill(await holder(), "SIGKILL");
      valueOf(await touch(await run("two", waiting), "two"));
      expect((await running).ok).to.equal(false);
      await eventually("sudo has ended", () => ours().length === 0);
    });
  }

  it("removes the temporary files of a run that has lost its lock", async () => {
    const first = await run("one");
    valueOf(await first.write(write`tmp ${at("file")}; echo half >"$t"; printf %s "$t" >${at("name")}`, undefined));
    const temporary = readFileSync(at("name"), "utf8");
    process.kill(await holder(), "SIGKILL");
    valueOf(await touch(await run("two", waiting), "two"));
    expect(existsSync(temporary)).to.equal(false);
  });

  it("does not end a package manager, but keeps the lock until it has finished", async () => {
    copyFileSync("/bin/sleep", at("dpkg"));
    chmodSync(at("dpkg"), 0o755);
    const first = await run("one");
    const script = write`echo $$ >${at("shell")}; sh -c 'echo $$ >"$1"; exec "$2" 3600' sh ${at("pid")} ${at("dpkg")}`;
    const running = first.write(script, undefined);
    await begun("pid");
    const [shell, pid] = [processIn("shell"), processIn("pid")];
    await eventually("it is a package manager", () => readFileSync(`/proc/${pid}/comm`, "utf8") === "dpkg\n");
    process.kill(await holder(), "SIGKILL");
    let finished = false;
    const waitForLock = () => {
      // The watchdog stops the shell before it looks at what is running.
      if (!finished && stateOf(shell) === "T") {
        expect(isAlive(pid)).to.equal(true);
        process.kill(pid);
        finished = true;
      }
      return waiting.waitForLock();
    };
    valueOf(await touch(await run("two", { waitForLock }), "two"));
    expect(finished).to.equal(true);
    expect((await running).ok).to.equal(false);
  });

  it("respects the lock of a run of an older version", async () => {
    const stat = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    const session = await run("one");
    const state = at("state-of-one/state/provision");
    valueOf(await session.write(write`mkdir ${`${state}/lock`}`, undefined));
    writeFileSync(`${state}/lock/holder`, `${process.pid} ${stat[19] ?? ""}\nrun 1 of somebody\n`);
    await session.close();
    const refused = await touch(await run("one"), "late");
    expect(refused.ok ? "" : refused.faults[0].message).to.include("run 1 of somebody");
    expect(refused.ok ? "" : refused.faults[0].hint).to.include(`\`kill ${process.pid}\``);
  });

  it("says why the lock cannot be taken", async () => {
    mkdirSync(at("state-of-one/programs"), { recursive: true });
    writeFileSync(at("state-of-one/programs/flock"), "#!/bin/sh\necho no locks available >&2\nexit 66\n", {
      mode: 0o755,
    });
    const refused = await touch(await run("one"), "one");
    expect(codeOf(refused)).to.equal("shell/no-lock");
    expect(refused.ok ? "" : refused.faults[0].message).to.include("no locks available");
    expect(existsSync(at("one"))).to.equal(false);
  });

  it("leaves no process behind", async () => {
    const session = await run("one");
    valueOf(await touch(session, "one"));
    const words = `lock of ${folder} `;
    const ours = () =>
      processesWhere((command) => command.includes(words) || command.includes(` ${folder} ${folder}/`));
    expect(ours()).not.to.deep.equal([]);
    await session.close();
    await eventually("all have ended", () => ours().length === 0);
  });
});
