import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect } from "chai";
import { good, type Fault } from "../../src/errors/fault.ts";
import type { Answer } from "../../src/module/answer.ts";
import type { Content } from "../../src/module/content.ts";
import { read, type Script } from "../../src/module/script.ts";
import { openReadSession, type SessionOptions } from "../../src/shell/session.ts";
import { openWithState } from "./private-state.ts";

describe("shell/watch", () => {
  let state: string;
  before(() => {
    state = mkdtempSync(join(tmpdir(), "provision-watch-"));
  });
  after(() => rmSync(state, { recursive: true }));

  /** The answer of a script, or its fault, in a session that looks at a silent shell every 30 ms. */
  async function answerOf(
    script: Script<"read">,
    options: Partial<SessionOptions> = {},
  ): Promise<Answer | Fault | undefined> {
    const connect = () => Promise.resolve(good(openWithState(state)));
    const session = await openReadSession({
      host: "one",
      runId: "abc",
      who: "a test",
      connect,
      watchEveryMs: 30,
      ...options,
    });
    if (!session.ok) return session.faults[0];
    const answers = await session.value.read([script], undefined);
    await session.value.close();
    return answers.ok ? answers.value[0] : answers.faults[0];
  }

  it("waits for a command that is silent for long", async () => {
    expect(await answerOf(read`sleep 1; echo done`)).to.include({ stdout: "done\n", exit: 0 });
  });

  it("waits for a command that was stopped, because its shell was not", async () => {
    expect(await answerOf(read`sh -c 'kill -STOP $$' & sleep 0.5; kill -CONT $!; wait`)).to.include({ exit: 0 });
  });

  it("ends a shell that a signal has stopped", async () => {
    const fault = await answerOf(read`kill -STOP $$`);
    expect(fault).to.include({ code: "shell/stopped" });
  });

  const content: Content = {
    label: "zeros",
    size: 50_000_000,
    sha256: "0".repeat(64),
    open: () => Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(1_000_000))),
  };
  for (const [when, script] of [
    ["waits", read`kill -STOP $$`],
    ["gets content", { ...read`kill -STOP $$`, upload: content }],
  ] as const) {
    it(`gives up on a host on which no shell answers any more, while it ${when}`, async () => {
      let shells = 0;
      const connect = () => {
        const transport = openWithState(state);
        const exec = async (command: string) => {
          const channel = await transport.exec(command);
          shells += 1;
          // The second one is frozen, too: nothing that it is sent arrives.
          const stdin = new Writable({ write: (_chunk, _encoding, done) => done() });
          return shells === 1 ? channel : { ...channel, stdin };
        };
        return Promise.resolve(good({ ...transport, exec }));
      };
      const fault = await answerOf(script, { connect, frozenAfterMs: 200 });
      expect(shells).to.equal(2);
      expect(fault).to.include({ code: "shell/frozen" });
    });
  }

  it("reports a shell that was killed while the command goes on", async () => {
    const fault = await answerOf(read`kill -KILL $$; exec sleep 2`);
    expect(fault).to.include({ code: "shell/ended" });
    expect(fault).to.have.property("message").that.includes("by the signal SIGKILL");
  });

  it("reports a shell that exits as such", async () => {
    const fault = await answerOf(read`kill -TERM $$; exec sleep 2`);
    expect(fault).to.include({ code: "shell/ended" });
  });

  it("reports a mark without an exit status as a damaged answer", async () => {
    const fault = await answerOf(read`printf '%s\n' "$body"`);
    expect(fault).to.include({ code: "shell/garbled" });
    expect(fault).to.have.property("message").that.includes('"$status" instead of an exit status');
  });
});
