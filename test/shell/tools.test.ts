import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect } from "chai";
import type { Fault } from "../../src/errors/fault.ts";
import { inEnvironment } from "../../src/module/environment.ts";
import { read, readProgram, withUpload, write, type Script } from "../../src/module/script.ts";
import { base } from "../../src/run/facts/scripts/base.sh.ts";
import { openWithState, sessionOver } from "./private-state.ts";

describe("shell: a tool that fails", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "provision-tools-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The faults of scripts on a host where this program does something else. */
  async function faultsOf(tool: string, text: string, ...scripts: Script<"read">[]): Promise<(Fault | undefined)[]> {
    const transport = openWithState(folder);
    writeFileSync(join(folder, "programs", tool), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const session = await sessionOver(transport);
    const answers = await Promise.all(session.readEach(scripts, undefined));
    await session.close();
    return answers.map((answer) => (answer.ok ? undefined : answer.faults[0]));
  }

  const codes = (faults: readonly (Fault | undefined)[]) => faults.map((fault) => fault?.code);

  it("is a fault of the script that called it, wherever it did, and not of the others", async () => {
    const faults = await faultsOf(
      "readlink",
      "exit 127",
      read`echo first`,
      read`readlink /x || echo absent`,
      read`readlink /x >/dev/null 2>&1; true`,
      read`echo "$(readlink /x 2>/dev/null)"`,
      read`readlink /x | cat`,
      read`(readlink /x 2>/dev/null) | while read -r line; do echo "$line"; done; echo last`,
      read`echo last`,
    );
    const fault = "shell/tool-failed";
    expect(codes(faults)).to.deep.equal([undefined, fault, fault, fault, fault, fault, undefined]);
  });

  it("is named, with how it ended and with its errors", async () => {
    const endings = [
      ["exit 127", "is missing or cannot be started"],
      ["exit 126", "cannot be executed"],
      ["echo why >&2; kill -KILL $$", "was ended by signal 9"],
      ["exit 2", "failed with exit status 2"],
    ] as const;
    for (const [text, how] of endings) {
      const [fault] = await faultsOf("grep", text, read`echo | grep -q x || echo absent`);
      expect(fault?.message).to.equal(
        `here: the program grep, which this task needs, ${how}, so the state of the host is not known.`,
      );
      if (text.startsWith("echo")) expect(fault?.details).to.include("why");
    }
  });

  it("does not mean a tool that answers, or whose reader ends early", async () => {
    const faults = await faultsOf(
      "uname",
      "exit 0",
      read`echo | grep -q x`,
      read`stat /does-not-exist; cat /does-not-exist`,
      read`head -c 300000 /dev/zero | tr '\\0' y | true`,
      read`printf '%s\n' 1 2 3 | sed -n p | true`,
    );
    expect(codes(faults)).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it("is a fault of a script that writes, too", async () => {
    const transport = openWithState(folder);
    writeFileSync(join(folder, "programs", "cat"), "#!/bin/sh\nexit 127\n", { mode: 0o755 });
    const session = await sessionOver(transport);
    const chunk = Buffer.from("content");
    const content = { label: "x", size: chunk.length, sha256: "", open: () => Readable.from([chunk]) };
    const answer = await session.write(withUpload(write`cat >/dev/null || true`, content), undefined);
    await session.close();
    expect(answer.ok ? undefined : answer.faults[0].code).to.equal("shell/tool-failed");
  });

  it("is named if it fails while the facts are read", async () => {
    const [fault] = await faultsOf("uname", "exit 127", readProgram(base));
    expect(fault?.message).to.include("the program uname,");
  });

  it("leaves nothing open in the processes of a task", async () => {
    const open = read`with_environment sh -c 'if [ -e /proc/self/fd/9 ]; then uname; fi'`;
    const own = read`with_own_environment exec sh -c 'if [ -e /proc/self/fd/9 ]; then uname; fi'`;
    const scripts = [open, own].map((script) => inEnvironment(script, {}));
    const faults = await faultsOf("uname", `touch ${join(folder, "open")}`, ...scripts);
    expect(codes(faults)).to.deep.equal([undefined, undefined]);
    expect(existsSync(join(folder, "open"))).to.equal(false);
  });
});
