import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { quotedWord } from "../../src/model/quoted-word.ts";

describe("model/quoted-word", () => {
  it("quotes only what needs it", () => {
    const words = ["/a/b-1.c", "user@host:22", "a b", "it's", ""].map(quotedWord);
    expect(words).to.deep.equal(["/a/b-1.c", "user@host:22", "'a b'", `'it'\\''s'`, "''"]);
  });

  it("is read by a shell as it was", () => {
    const texts = ["plain", "$HOME `id` $(id)", `a'b"c\\d`, "two\nlines", "*?[x]~#!&;|<>(){}", "-n", "é✓"];
    const command = `for word in ${texts.map(quotedWord).join(" ")}; do printf '%s|' "$word"; done`;
    expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).to.equal(`${texts.join("|")}|`);
  });
});
