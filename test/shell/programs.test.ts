import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const CHANGES = /(^|[\s;&|({])(rm|rmdir|mv|cp|ln|kill|mkdir|touch|chmod|chown|tee|dd|truncate|install|mktemp)\s/m;

/** Programs that end what they themselves have started and what takes too long. */
const ENDING_THEIR_OWN = ["run/facts/scripts/limit.sh"];

describe("shell/programs", () => {
  const programs = readdirSync("src", { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".sh"))
    .map((name) => ({ name, text: readFileSync(join("src", name), "utf8") }));

  it("finds the programs", () => {
    expect(programs.length).to.be.greaterThan(0);
  });

  for (const { name, text } of programs) {
    it(`${name} starts with the POSIX shell and a comment`, () => {
      expect(text).to.match(/^#!\/bin\/sh\n# [A-Z]/);
    });

    if (!/^# @read$/m.test(text)) continue;
    it(`${name}, which only reads, calls nothing that creates, deletes or kills`, () => {
      const code = text
        .replaceAll(/^\s*#.*$/gm, "")
        .replace(/^ *kill -9 \$doomed /m, (kill) => (ENDING_THEIR_OWN.includes(name) ? "" : kill));
      expect(CHANGES.exec(code)?.[0]).to.equal(undefined);
      expect(code.replaceAll(/[0-9]?(>+(&[0-9]|\/dev\/null)|<>"\/dev\/tcp\/)/g, "")).to.not.match(/>\s*["$/\w]/);
    });
  }
});
