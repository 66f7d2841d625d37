import { expect } from "chai";
import { textContent } from "../../../../src/modules/lib/text-content.ts";
import { script } from "../../../../src/modules/control/script/script.ts";
import { Target } from "../../lib/target.ts";

describe("modules/script", () => {
  const sent = (text: string, words: readonly string[] = []) => {
    return { line: "run.sh", content: textContent(text, "run.sh"), words };
  };

  it("runs the file with its arguments and removes it", async () => {
    const target = new Target();
    const cmd = sent('#!/bin/sh\necho "$# $2"; ls -l "$0" | cut -c 1-10; echo "$0" >&2; exit 3\n', [
      "one",
      "two words",
    ]);
    const { applied } = await target.run(script, { cmd });
    expect(applied?.ok && applied.value).to.include({ rc: 3, stdout: "2 two words\n-rwx------" });
    const path = applied?.ok ? (applied.value["stderr"] as string) : "";
    expect(
      (await target.send(script.probe({ cmd, creates: path, follow_unsafe_links: false }).script)).stdout,
    ).to.equal("");
    target.remove();
  });

  it("runs the file with another interpreter, and fails if the bytes are not those that were sent", async () => {
    const target = new Target();
    const cmd = sent("import sys\n");
    const { applied } = await target.run(script, { cmd, executable: "sed -n 's/import/read by/p'" });
    expect(applied?.ok && applied.value).to.include({ rc: 0, stdout: "read by sys" });
    const wrong = { ...cmd, content: { ...cmd.content, sha256: "0".repeat(64) } };
    expect((await target.run(script, { cmd: wrong })).applied?.ok).to.equal(false);
    target.remove();
  });

  for (const [title, args] of [
    ["an operator of the shell", { cmd: { ...sent(""), line: "run.sh | cat" } }],
    ["an open quote", { cmd: sent(""), executable: "perl '-w" }],
  ] as const) {
    it(`rejects ${title}`, async () => {
      const target = new Target();
      expect(await target.faultOf(script, args)).to.include({ code: "modules/argument" });
      target.remove();
    });
  }
});
