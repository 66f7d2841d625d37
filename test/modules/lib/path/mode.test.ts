import { expect } from "chai";
import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MODE_ARG, modeFrom } from "../../../../src/modules/lib/path/mode.ts";

describe("modules/lib/path/mode", () => {
  const cases: readonly (readonly [string, number, string, ("a folder" | "a file")?])[] = [
    ["0644", 0o777, "644"],
    ["u=rwX,g-w", 0o464, "644"],
    ["u=rwX,g-w", 0o474, "754"],
    ["u=rwX,go=rX", 0o600, "755", "a folder"],
    ["a+x", 0o644, "755"],
    ["+w", 0o444, "644"],
    ["=r", 0o777, "444"],
    ["ug+s,o+t", 0o755, "7755"],
    ["u=rw,g=u,o=", 0o755, "660"],
    ["u+x-w", 0o644, "544"],
    ["g=", 0o2775, "705"],
  ];
  for (const [mode, old, wanted, what = "a file"] of cases) {
    it(`makes ${wanted} of ${old.toString(8)} with ${mode} for ${what}`, () => {
      expect(mode).to.match(new RegExp(MODE_ARG.pattern));
      expect(modeFrom(mode, old, what === "a folder")?.toString(8)).to.equal(wanted);
    });
  }

  it("knows nothing if the mode depends on one that is not known", () => {
    expect(modeFrom("g-w", undefined, false)).to.equal(undefined);
    expect(modeFrom("640", undefined, false)).to.equal(0o640);
  });

  for (const wrong of ["rw", "u~r", "u=rwx,", "z=r", "u", "8644", "u=gr", ""])
    it(`is not ${JSON.stringify(wrong)}`, () => expect(wrong).to.not.match(new RegExp(MODE_ARG.pattern)));

  it("is that of chmod", () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-mode-"));
    const file = join(folder, "f");
    writeFileSync(file, "");
    const who = fc.constantFrom("u", "g", "o", "ug", "go", "a", "uo");
    const action = fc.tuple(
      who,
      fc.constantFrom("+", "-", "="),
      fc.constantFrom("r", "w", "rx", "X", "rwX", "", "u", "g"),
    );
    const clauses = fc.array(action, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(clauses, fc.integer({ min: 0, max: 0o777 }), (parts, old) => {
        const mode = parts.map((words) => words.join("")).join(",");
        chmodSync(file, old);
        execFileSync("chmod", ["--", mode, file]);
        expect(statSync(file).mode & 0o7777, `${mode} of ${old.toString(8)}`).to.equal(modeFrom(mode, old, false));
      }),
      { numRuns: 40 },
    );
    rmSync(folder, { recursive: true });
  });
});
