import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { FACTS } from "../../../src/language/facts/catalogue.ts";
import { readProgram, sequence } from "../../../src/module/script.ts";
import { parseBase } from "../../../src/run/facts/base.ts";
import { READERS } from "../../../src/run/facts/readers.ts";
import { parseMounts } from "../../../src/run/facts/mounts.ts";
import { base } from "../../../src/run/facts/scripts/base.sh.ts";
import { limit } from "../../../src/run/facts/scripts/limit.sh.ts";
import { mounts } from "../../../src/run/facts/scripts/mounts.sh.ts";

const SHELLS = [["sh"], ["busybox", "sh"]].filter(([program = ""]) =>
  ["/bin", "/usr/bin"].some((folder) => existsSync(join(folder, program))),
);

function run(shell: readonly string[], text: string, env: NodeJS.ProcessEnv = process.env): string {
  const [program = "sh", ...args] = shell;
  const { stdout, status } = spawnSync(program, [...args, "-c", text], { encoding: "utf8", timeout: 60_000, env });
  expect(status).to.equal(0);
  return stdout;
}

describe("run/facts: scripts", function () {
  this.timeout(120_000);

  for (const shell of SHELLS) {
    it(`give every fact of the catalogue with ${shell.join(" ")}`, () => {
      const first = { stdout: run(shell, readProgram(base).text), stderr: "", exit: 0 };
      const asked = { from: Date.now(), to: Date.now() };
      const others = Object.values(READERS).map(({ script, parse }) => parse(run(shell, script.text), "host"));
      const found = Object.assign({}, parseBase(first, asked), ...others) as object;
      expect(Object.keys(found).sort()).to.deep.equal(FACTS.map(({ name }) => name).sort());
    });
  }

  it("give up a file system that does not answer", () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-df-"));
    const df = join(folder, "df");
    // It ignores everything but the signal that cannot be ignored, and so does the program that it waits for.
    writeFileSync(df, "#!/bin/sh\ntrap '' TERM INT HUP\nsleep 600\n");
    chmodSync(df, 0o755);
    const table = join(folder, "mounts");
    writeFileSync(table, "/dev/slow / ext4 rw 0 0\n");
    const script = sequence([readProgram(limit), readProgram(mounts)]).text.replace("</proc/mounts", `<${table}`);
    const out = run(["sh"], script, { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` });
    rmSync(folder, { recursive: true });
    expect(parseMounts(out)["mounts"]).to.deep.equal([
      { mount: "/", device: "/dev/slow", fstype: "ext4", options: "rw", size_total: null, size_available: null },
    ]);
  });
});
