import { expect } from "chai";
import { parse } from "yaml";
import { composeValue, envValue, propertiesValue, shellWord } from "../../src/language/file-formats.ts";

/** Texts with everything that some format gives a meaning to. */
const TEXTS = [
  "",
  "plain-1.2/3:4@5%6+7,8=9~^",
  "a$b",
  "$HOME ${HOME} $(id) `id` $$ $",
  "a #b",
  "#a",
  "it's",
  'say "hi"',
  String.raw`C:\new\temp\$x\\`,
  "ends with a backslash\\",
  "  blanks  ",
  "a=b: c, [d] {e} & *f !g |h >i %j @k",
  "true",
  "1e3",
  "grün € 🚀",
  "two\nlines\r\n\ttab",
  `'"\\$`,
];

/**
 * Reads an env file as Docker Compose does (compose-go's package dotenv): single quotes are literal, in double quotes escapes are
 * replaced and then variables, and plain text ends at a blank and `#`.
 */
function readEnv(written: string): string {
  const expand = (text: string) =>
    text.replace(/\$(?:(\$)|\{(\w+)[^}]*\}|(\w+))/g, (_all, dollar?: string) => dollar ?? "");
  if (written.startsWith("'")) return written.slice(1, written.indexOf("'", 1));
  if (!written.startsWith('"')) return expand(written.replace(/\s#.*/, "").trim());
  const [, inner = ""] = /^"((?:[^"\\]|\\.)*)"$/s.exec(written) ?? [];
  const escapes = (text: string) =>
    text.replace(/\\([nrt$"\\])/g, (_all, char: string) =>
      char === "$" ? "$$" : ({ n: "\n", r: "\r", t: "\t" }[char] ?? char),
    );
  return expand(escapes(inner));
}

/** Reads a value as java.util.Properties does. */
function readProperties(written: string): string {
  const value = written.replace(/^[ \t\f]+/, "");
  return value.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_all, unit: string | undefined, char = "") =>
    unit === undefined
      ? ({ n: "\n", r: "\r", t: "\t", f: "\f" }[char as string] ?? String(char))
      : String.fromCharCode(parseInt(unit, 16)),
  );
}

/** Splits a word as a POSIX shell does. */
function readWord(written: string): string {
  return written.replace(/'([^']*)'|\\(.)/gs, (_all, quoted?: string, char?: string) => quoted ?? char ?? "");
}

describe("language/file-formats", () => {
  for (const text of TEXTS) {
    it(`writes ${JSON.stringify(text)} so that each format's reader gets it back`, () => {
      expect(readEnv(envValue(text) ?? ""), "env").to.equal(text);
      const yaml = parse(`key: ${composeValue(text) ?? ""}`) as { key: string };
      expect(yaml.key.replace(/\$\$/g, "$"), "compose").to.equal(text);
      expect(yaml.key.replace(/\$\$/g, ""), "compose").not.to.contain("$");
      expect(readProperties(propertiesValue(text)), "properties").to.equal(text);
      expect(propertiesValue(text), "properties").to.match(/^[\x20-\x7e]*$/);
      expect(readWord(shellWord(text) ?? ""), "shell").to.equal(text);
    });
  }

  it("leaves ordinary text as it is", () => {
    for (const write of [envValue, propertiesValue, shellWord]) expect(write("aZ0+/=")).to.equal("aZ0+/=");
    expect(composeValue("/data/kafka:/var/lib/kafka/data")).to.equal("/data/kafka:/var/lib/kafka/data");
    expect(composeValue("/a$b:/c")).to.equal('"/a$$b:/c"');
  });

  it("keeps what a shell would take for an option, a pattern or nothing in one word", () => {
    expect(shellWord("")).to.equal("''");
    expect(shellWord("*.txt")).to.equal("'*.txt'");
    expect(shellWord("~")).to.equal("'~'");
  });

  it("refuses a NUL byte, which only properties can hold", () => {
    for (const write of [envValue, composeValue, shellWord]) expect(write("a\0b")).to.equal(undefined);
    expect(propertiesValue("a\0b")).to.equal(String.raw`a\u0000b`);
  });
});
