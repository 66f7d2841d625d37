import { join } from "node:path";
import { expect } from "chai";
import { sourcePaths } from "../../tools/generate/files.ts";
import { loadBuilt } from "../../tools/generate/modules.ts";
import { placeholders } from "../../src/cli/reference/placeholder.ts";

const BUILT = join(import.meta.dirname, "..", "..");
const ROOT = join(BUILT, "..");
/** The rooms whose messages follow the rules. */
const ROOMS = ["cli", "connection", "inventory", "language", "load", "modules", "run", "secrets", "services", "shell"];
/** A capital, or something with a spelling of its own: a number, a quotation, a flag, a placeholder for a user's name. */
const START = /^([A-Z0-9"`‹]|--)/;
/** Words that the house style avoids. */
const UNUSUAL =
  /\b(whom|deed|is none|is not one|strange|anew|spoilt|lease|mend|told|wants?|wanted|stands?|the like|so many|at the most|looked at|asked for|beside each other|in its place|is to (be|have)|is taken for|hangs? on|a texts?|beforehand|such a|lets? be|besides)\b/i;

interface Entry {
  readonly message: (parameters: unknown) => string;
  readonly hint: (parameters: unknown) => string;
}

/** Every entry of every catalogue file, however the files are nested. */
async function entries(): Promise<(readonly [string, Entry])[]> {
  const paths = sourcePaths(join(ROOT, "src/errors/catalogue"));
  const files = await Promise.all(paths.map((path) => loadBuilt(BUILT, `src/errors/catalogue/${path}.js`)));
  return files
    .flatMap((exports) => Object.values(exports))
    .filter((value) => typeof value === "object" && value !== null)
    .flatMap((catalogue) => Object.entries(catalogue as Record<string, Entry>))
    .filter(([code]) => ROOMS.includes(code.split("/")[0] ?? ""));
}

/** Why a sentence breaks the house style. */
function flaws(sentence: string, end: RegExp): string[] {
  const unusual = UNUSUAL.exec(sentence.replace(/‹[^›]*›/g, ""))?.[0];
  return [
    ...(START.test(sentence) ? [] : ["no capital letter at the start"]),
    ...(end.test(sentence) ? [] : ["no full stop at the end"]),
    ...(/ {2}|\s$/.test(sentence) ? ["blanks too many"] : []),
    // A parameter that the documentation cannot fill in.
    ...(/\bundefined\b|\[object/.test(sentence) ? ["a part without words"] : []),
    ...(unusual === undefined ? [] : [`the unusual word "${unusual}"`]),
  ];
}

/** The words of a message without its parameters, and without those that mean little. */
function wordsOf(message: string): string {
  const words = message
    .toLowerCase()
    .replace(/‹[^›]*›/g, " ")
    .match(/[a-z]+/g);
  return [...new Set(words)].filter((word) => !["a", "an", "the", "is", "of", "named"].includes(word)).join(" ");
}

describe("errors/catalogue", () => {
  it("states each error as a sentence with a hint", async () => {
    const found = await entries();
    expect(found).to.have.length.above(70);
    const broken = found.flatMap(([code, { message, hint }]) => {
      const rendered = [
        ["message", message(placeholders()), /(\.|^‹message›)$/],
        ["hint", hint(placeholders()), /([.?]|^‹(hint|write|instead)›)$/],
      ] as const;
      return rendered.flatMap(([part, sentence, end]) =>
        flaws(sentence, end).map((flaw) => `${code}: the ${part} has ${flaw}: ${sentence}`),
      );
    });
    expect(broken, broken.join("\n")).to.be.empty;
  });

  it("never says that the output is below, because the details stand above the hint", async () => {
    // `below it` and `below its name` are about folders and YAML.
    const below = (await entries()).filter(([, { hint }]) => /\bbelow\b(?! (?:its?|a|‹))/.test(hint(placeholders())));
    expect(below.map(([code]) => code)).to.deep.equal([]);
  });

  it("gives each code a message of its own", async () => {
    const byWords = new Map<string, string[]>();
    for (const [code, { message }] of await entries()) {
      const words = wordsOf(message(placeholders()));
      byWords.set(words, [...(byWords.get(words) ?? []), code]);
    }
    // The message of these is a parameter as a whole.
    byWords.delete("");
    expect([...byWords.values()].filter((codes) => codes.length > 1)).to.deep.equal([]);
  });
});
