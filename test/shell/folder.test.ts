import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readProgram, write, writeProgram } from "../../src/module/script.ts";
import { change } from "../../src/shell/paths/change.sh.ts";
import { walk } from "../../src/shell/paths/walk.sh.ts";

/** How each shell is started, and whether its `cd -P .` asks the kernel. */
const SHELLS = [
  { name: "dash", argv: ["/bin/dash", "-c"], knows: "yes" },
  { name: "BusyBox", argv: ["/bin/busybox", "sh", "-c"], knows: "yes" },
  { name: "bash", argv: ["/bin/bash", "-c"], knows: "no" },
  { name: "mksh", argv: ["/bin/mksh", "-c"], knows: "no" },
];

describe("shell: the folder in which a shell is", () => {
  let folder: string;

  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "provision-folder-")))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What a script prints that first learns how its shell finds the folder, and then goes to the folder `inside`. */
  function printed(argv: readonly string[], text: ReturnType<typeof write>): string {
    const script = write`run=${folder} unsafe_links=
${readProgram(walk)}
${writeProgram(change)}
learn_folder
mkdir ${join(folder, "inside")}
enter ${join(folder, "inside")}
${text}`;
    const [program = "", ...options] = argv;
    const { stdout, stderr } = spawnSync(program, [...options, script.text], { encoding: "utf8" });
    return stdout + stderr;
  }

  for (const { name, argv, knows } of SHELLS) {
    describe(`with ${name}`, () => {
      before(function () {
        if (!existsSync(argv[0] ?? "")) this.skip();
      });

      it("is found by the shell itself only if that asks the kernel", () => {
        expect(printed(argv, write`echo "$knows_folder"`)).to.equal(`${knows}\n`);
      });

      it("is found to be where the shell went", () => {
        expect(printed(argv, write`unmoved && echo there; ls ${folder}`)).to.equal("there\ninside\n");
      });

      it("is found to be elsewhere if it was moved meanwhile", () => {
        const moved = write`mv ${join(folder, "inside")} ${join(folder, "moved")}
mkdir ${join(folder, "inside")}
unmoved || echo "$obstacle"`;
        expect(printed(argv, moved)).to.equal("changed\n");
      });

      it("is found to be elsewhere if a link of its name leads there", () => {
        const moved = write`mv ${join(folder, "inside")} ${join(folder, "moved")}
ln -s moved ${join(folder, "inside")}
unmoved || echo "$obstacle"`;
        expect(printed(argv, moved)).to.equal("changed\n");
      });

      it("is found to be elsewhere if it was removed meanwhile", () => {
        const removed = write`rmdir ${join(folder, "inside")}\nunmoved 2>/dev/null || echo "$obstacle"`;
        expect(printed(argv, removed)).to.equal("changed\n");
      });
    });
  }
});
