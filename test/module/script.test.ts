import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { NulByteError, readProgram, writeProgram, type Program } from "../../src/module/script.ts";

const SHOW: Program<"read"> = { power: "read", text: 'printf "%s|" "$value" "$@"' };

function run(text: string): string {
  return execFileSync("sh", ["-c", text], { encoding: "utf8" });
}

describe("module/script", () => {
  it("passes variables and positional parameters to a program unchanged", () => {
    const words = ["", "a b", "it's", "$(id)", "-n", "line\nbreak", "*"];
    const script = readProgram(SHOW, { variables: { value: `"$HOME" 'x'` }, words });
    expect(run(script.text)).to.equal([`"$HOME" 'x'`, ...words, ""].join("|"));
  });

  it("clears the positional parameters when the list is empty", () => {
    expect(run(`set -- old; ${readProgram(SHOW, { variables: { value: 1 }, words: [] }).text}`)).to.equal("1|");
  });

  it("rejects a name to which sh cannot assign", () => {
    expect(() => writeProgram(SHOW, { variables: { "a;b": "" } })).to.throw(RangeError);
  });

  it("rejects a NUL byte, which no argument can contain", () => {
    expect(() => readProgram(SHOW, { variables: { value: "a\0b" } })).to.throw(NulByteError);
  });
});
