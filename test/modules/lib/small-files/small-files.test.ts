import { expect } from "chai";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { read } from "../../../../src/module/script.ts";
import { fields } from "../../../../src/modules/lib/script-output.ts";
import { putFiles, SHOW_FILE, textsOf } from "../../../../src/modules/lib/small-files/small-files.ts";
import { Target } from "../target.ts";

describe("modules/lib/small-files", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const shown = async (path: string) =>
    textsOf(fields((await target.send(read`${SHOW_FILE}\nshow_file ${path}`)).stdout));
  const show = async (path: string) => {
    const texts = await shown(path);
    return texts.ok ? texts.value.get(path) : texts.faults[0].code;
  };

  for (const text of ["", "one\n\n", "it's $HOME \\n ü\n", "no line break"]) {
    it(`writes ${JSON.stringify(text)} and reads the same`, async () => {
      const path = target.path("a file");
      expect((await target.send(putFiles([{ path, text, mode: "0640" }]))).exit).to.equal(0);
      expect(readFileSync(path, "utf8")).to.equal(text);
      expect(statSync(path).mode & 0o777).to.equal(0o640);
      expect(await show(path)).to.equal(text);
    });
  }

  it("keeps the mode of a file, gives a new one 0644, and removes one", async () => {
    const [kept, made, gone] = [target.path("kept"), target.path("made"), target.path("gone")];
    writeFileSync(kept, "old", { mode: 0o600 });
    writeFileSync(gone, "old");
    const files = [
      { path: kept, text: "new" },
      { path: made, text: "new" },
      { path: gone, text: null },
    ];
    expect((await target.send(putFiles(files))).exit).to.equal(0);
    expect([kept, made].map((path) => statSync(path).mode & 0o777)).to.deep.equal([0o600, 0o644]);
    expect(readFileSync(kept, "utf8")).to.equal("new");
    expect(existsSync(gone)).to.equal(false);
  });

  it("finds no missing file, and rejects one that is large or not text", async () => {
    expect(await show(target.path("none"))).to.equal(undefined);
    writeFileSync(target.path("large"), "x".repeat(1_048_577));
    expect(await show(target.path("large"))).to.equal("modules/no-text");
    writeFileSync(target.path("latin"), Buffer.from([0x66, 0xfc, 0x72]));
    expect(await show(target.path("latin"))).to.equal("modules/no-text");
  });
});
