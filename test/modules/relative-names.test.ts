import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const COMMAND = /(?:^|[\s;&|({`])(?:rm|rmdir|mv|cp|ln|mkdir|touch|chmod|chown|truncate|tee)\s+(?!-c )([^\n;|&`]*)/gm;

/** Values that are no paths, names below `$run`, which is private, and `$file`, which the functions of src/shell/paths/ set. */
const SAFE =
  /^("\$(file|log|output|o|e|stored|new)"|\$\{(spec|src|image|volumes|names|which|time|chmodMode\(mode\))\}|\$\\?\{no_follow--h\}|>.*)$/;

/** The arguments that another user could lead elsewhere, because they are paths or come from a variable. */
function unsafeArguments(text: string): readonly string[] {
  return [...text.matchAll(COMMAND)].flatMap(([, words = ""]) =>
    words.split(/\s+/).filter((word) => /^["']?[/$]/.test(word) && !SAFE.test(word)),
  );
}

describe("modules: scripts change only what is in the working directory", () => {
  const sources = readdirSync("src/modules", { recursive: true })
    .map(String)
    .filter((name) => /\.(sh|ts)$/.test(name) && !name.endsWith(".sh.ts"));

  it("finds paths in the arguments of programs that write", () => {
    for (const line of [
      'rm -rf -- "$path"',
      "write`chmod ${mode} ${path}`",
      "mkdir -p /opt/x",
      "a && mv -fT -- \"$t\" 'x'",
    ])
      expect(unsafeArguments(line), line).to.have.length.greaterThan(0);
    expect(unsafeArguments('rm -f -- "./$name" ../x')).to.deep.equal([]);
  });

  for (const name of sources) {
    const found = unsafeArguments(readFileSync(join("src/modules", name), "utf8"));
    it(`${name} names nothing by a path`, () => expect(found).to.deep.equal([]));
  }
});
