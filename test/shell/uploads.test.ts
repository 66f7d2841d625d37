import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { read, withUpload, write, type Script } from "../../src/module/script.ts";
import { textContent } from "../../src/modules/lib/text-content.ts";
import type { Session } from "../../src/shell/session.ts";
import { valueOf } from "../errors/value-of.ts";
import { openWithState, sessionOver } from "./private-state.ts";

describe("shell: uploads of a request", () => {
  let state: string;
  let session: Session;

  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), "provision-state-"));
    session = await sessionOver(openWithState(state));
  });

  afterEach(async () => {
    await session.close();
    rmSync(state, { recursive: true });
  });

  const uploading = (text: string, script = write`cat`) => withUpload(script, textContent(text, "a text"));

  /** Standard output of each step of one request. */
  async function outputs(...scripts: Script<"write">[]): Promise<string[]> {
    const answers = await Promise.all(
      session.writeSteps(
        scripts.map((script) => ({ script })),
        [],
        undefined,
      ),
    );
    return answers.map((answer) => valueOf(answer).stdout);
  }

  it("arrive as they are, whatever is in them and however long they are", async () => {
    const texts = [
      "",
      "\n\n",
      "it's $HOME `date` \\n %s \r\t é 日本",
      "-n",
      "nul\0 and more",
      "x".repeat(16_384),
      "y".repeat(16_385),
      `${"é".repeat(8_192)}é`,
    ];
    expect(await outputs(...texts.map((text) => uploading(text)))).to.deep.equal(texts);
  });

  it("are left to no other script, whether they are read or not", async () => {
    const long = "z".repeat(100_000);
    const unread = write`echo unread`;
    const found = await outputs(uploading("short\n", unread), uploading(long, unread), uploading("last"), write`cat`);
    expect(found).to.deep.equal(["unread\n", "unread\n", "last", ""]);
  });

  it("are skipped with their steps", async () => {
    const guard = { probe: read`:`, prints: "something else" };
    const answers = await Promise.all(
      session.writeSteps(
        [
          { script: uploading("short"), guard },
          { script: uploading("z".repeat(100_000)) },
          { script: uploading("0\0") },
        ],
        [],
        undefined,
      ),
    );
    expect(answers.map((answer) => valueOf(answer).isLeftOut)).to.deep.equal([true, true, true]);
    expect(await outputs(write`echo next`)).to.deep.equal(["next\n"]);
  });

  it("are what the task's exit status is about", async () => {
    const [answer] = await Promise.all(
      session.writeSteps([{ script: uploading("short", write`exit 7`) }], [], undefined),
    );
    expect(answer && valueOf(answer).exit).to.equal(7);
  });
});
